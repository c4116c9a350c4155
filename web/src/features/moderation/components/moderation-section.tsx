/** What one may do about a member, at the end of their card. */
import { Clock } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { useSecondsUntil } from "@/binding/use-seconds-until.ts";
import { displayName } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { actsAbout, type ModerationAct } from "@/engine/guilds/moderation.ts";
import { timeOutEndMs } from "@/engine/guilds/time-outs.ts";
import type { Member } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { momentName } from "@/ui/time.ts";
import { timeOut } from "../api.ts";

interface ModerationSectionProps {
  guild: GuildState;
  member: Member;
  /** Asks about one of them. */
  onAct(act: ModerationAct): void;
}

export function ModerationSection({ guild, member, onAct }: ModerationSectionProps) {
  const { t } = useTranslation();
  const { user: self } = useSession();
  const acts = actsAbout(guild, self.id, member.user.id);
  const endMs = timeOutEndMs(member);
  const isTimedOut = useSecondsUntil(endMs ?? undefined) !== null;
  const name = displayName(member.user, member);
  if (acts.length === 0) return null;
  return (
    <section aria-labelledby="moderation" className="grid gap-2">
      <h3 id="moderation" className="text-small font-semibold text-ink-2">
        {t(member.user.id === self.id ? "moderation.ownTitle" : "moderation.title")}
      </h3>
      {isTimedOut && endMs !== null && (
        <p className="flex items-center gap-2 text-small text-ink-2">
          <Clock size={16} aria-hidden className="shrink-0 text-warn" />
          {t("moderation.isTimedOut", { time: momentName(endMs) })}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        {acts.map((act) =>
          act === "time-out" && isTimedOut ? (
            <EndTimeOut key={act} guild={guild} member={member} name={name} />
          ) : (
            <Button
              key={act}
              look="quiet"
              aria-label={t(`moderation.offerTo.${act}`, { name })}
              onClick={() => onAct(act)}
            >
              {t(`moderation.offer.${act}`)}
            </Button>
          ),
        )}
      </div>
    </section>
  );
}

function EndTimeOut({ guild, member, name }: { guild: GuildState; member: Member; name: string }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const end = useAction({
    run: () => timeOut(rest, guild.id, { userId: member.user.id, untilMs: null, reason: "" }),
    done: t("moderation.timeOutEnded", { name }),
  });
  return (
    <Button
      look="quiet"
      busy={end.isPending}
      aria-label={t("moderation.endTimeOutOf", { name })}
      onClick={() => end.mutate()}
    >
      {t("moderation.endTimeOut")}
    </Button>
  );
}
