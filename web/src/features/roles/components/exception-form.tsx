/** What one role may do in one channel, apart from the rest of the guild. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { useUnsaved } from "@/binding/unsaved.ts";
import { useAction } from "@/binding/use-action.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { permissionsOf } from "@/engine/guilds/permissions.ts";
import type { Channel, Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { ChoiceRow } from "@/ui/choice-row.tsx";
import { setException } from "../api.ts";
import { exceptionChanged, isSameException } from "../changes.ts";
import { type Exception, exceptionOf, permissionsIn, STANCES, stanceOf, withStance } from "../exceptions.ts";

interface ExceptionFormProps {
  guild: GuildState;
  channel: Channel;
  roleId: Id;
}

export function ExceptionForm({ guild, channel, roleId }: ExceptionFormProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const { user } = useSession();
  const now = exceptionOf(channel, roleId);
  const [base, setBase] = useState(now);
  const [draft, setDraft] = useState(now);
  const isDirty = !isSameException(base, draft);
  useUnsaved(isDirty);
  const save = useAction({
    run: (changed: Exception) => setException(rest, channel.id, roleId, exceptionChanged(base, changed, now)),
    done: t("settings.saved"),
    after: (_, changed) => setBase(changed),
  });
  const own = permissionsOf(guild, user.id, channel);
  const choices = STANCES.map((value) => ({ value, label: t(`exceptions.stance.${value}`) }));
  return (
    <div className="grid gap-4">
      <div className="divide-y divide-line">
        {permissionsIn(channel.type).map(({ id, bit }) => (
          <ChoiceRow
            key={id}
            label={t(`permissions.name.${id}`)}
            value={stanceOf(draft, bit)}
            choices={choices}
            disabled={(own & bit) === 0n}
            onChange={(stance) => setDraft((before) => withStance(before, bit, stance))}
          />
        ))}
      </div>
      <Button
        busy={save.isPending}
        disabled={!isDirty}
        onClick={() => save.mutate(draft)}
        className="justify-self-start"
      >
        {t("settings.save")}
      </Button>
    </div>
  );
}
