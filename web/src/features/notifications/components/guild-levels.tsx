/** What one is told of in each guild, and in conversations. */
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { HOME } from "@/engine/guilds/home.ts";
import { LEVELS, levelAt } from "@/engine/notifying/choices.ts";
import type { Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { ChoiceRow } from "@/ui/choice-row.tsx";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { useChoice } from "../hooks/use-choice.ts";
import { useMuteWords } from "../hooks/use-mute-words.ts";

export function GuildLevels() {
  const { t } = useTranslation();
  const { settings, guilds } = useSession();
  const isKnown = useFromStore(settings.store, (state) => state !== null);
  const { order, guilds: known, awaited } = useFromStore(guilds, (state) => state);
  if (!isKnown || awaited === null) return <LineSkeletons label={t("common.loading")} count={4} />;
  return (
    <section aria-labelledby="levels" className="grid gap-1">
      <h2 id="levels" className="font-semibold">
        {t("notifications.guilds")}
      </h2>
      <GuildLevel guildId={HOME} name={t("notifications.home")} />
      {order.map((id) => (
        <GuildLevel key={id} guildId={id} name={known[id]?.name ?? ""} />
      ))}
      {order.length === 0 && awaited.length === 0 && (
        <p className="text-small text-ink-3">{t("notifications.noGuilds")}</p>
      )}
    </section>
  );
}

function GuildLevel({ guildId, name }: { guildId: Id; name: string }) {
  const { t } = useTranslation();
  const place = { guildId, channelId: null };
  const { choice, wished, wish } = useChoice(place);
  const words = useMuteWords(choice?.mutedUntil);
  if (!choice) return null;
  const value = (wished && "level" in wished && wished.level) || levelAt(choice, place);
  return (
    <div>
      <ChoiceRow
        label={name}
        value={value}
        choices={LEVELS.map((level) => ({ value: level, label: t(`notifications.levels.${level}`) }))}
        onChange={(level) => wish({ level })}
      />
      {words && (
        <p className="flex flex-wrap items-center gap-3 pb-2 text-small text-ink-2">
          {words}
          <Button
            look="quiet"
            aria-label={t("notifications.unmuteNamed", { name })}
            disabled={wished !== undefined}
            onClick={() => wish({ unmuted: true })}
          >
            {t("notifications.unmute")}
          </Button>
        </p>
      )}
    </div>
  );
}
