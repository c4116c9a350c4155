/** Why one cannot write: a time-out, and how much of it is left. */
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useSecondsUntil } from "@/binding/use-seconds-until.ts";
import { timeOutEndMs } from "@/engine/guilds/time-outs.ts";
import type { Id } from "@/engine/wire.ts";
import { momentName, timeLeft } from "@/ui/time.ts";

export function TimedOutNote({ guildId }: { guildId: Id }) {
  const { t } = useTranslation();
  const { guilds, user } = useSession();
  const endMs = useFromStore(guilds, (state) => timeOutEndMs(state.guilds[guildId]?.members[user.id]));
  const leftS = useSecondsUntil(endMs ?? undefined);
  return (
    <p className="mx-2 flex flex-wrap gap-x-3 rounded-medium bg-raised px-4 py-3 text-ink-2 wide:mx-4">
      <span role="status">{t("composer.timedOut", { time: momentName(endMs ?? 0) })}</span>
      {/* Said once with its end; nobody wants to hear each second. */}
      {leftS !== null && (
        <span aria-hidden className="tabular-nums text-ink-3">
          {t("composer.timeLeft", { time: timeLeft(leftS) })}
        </span>
      )}
    </p>
  );
}
