/** What is special about a thread: archived, locked, or one that the reader is not in. */
import { useTranslation } from "react-i18next";
import { isArchived, isLocked } from "@/engine/guilds/threads.ts";
import type { Channel, Id } from "@/engine/wire.ts";
import { useThreadActs } from "../hooks/use-thread-acts.ts";

export function ThreadBar({ guildId, thread }: { guildId: Id; thread: Channel }) {
  const { t } = useTranslation();
  const { mayReopen, isBusy, change, join } = useThreadActs(guildId, thread);
  const archived = isArchived(thread);
  const offer = () => {
    if (archived)
      return mayReopen ? { label: t("threads.unarchive"), run: () => change({ archived: false }) } : null;
    return thread.member ? null : { label: t("threads.join"), run: () => join(true) };
  };
  const words = () => {
    if (archived) return isLocked(thread) ? t("threads.archivedLocked") : t("threads.archivedNote");
    if (isLocked(thread)) return t("threads.lockedNote");
    return thread.member ? null : t("threads.notIn");
  };
  const [sentence, action] = [words(), offer()];
  if (sentence === null && action === null) return null;
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-3 bg-accent-soft px-4 py-1 text-small">
      <p className="min-w-0 flex-1 py-1">{sentence}</p>
      {action && (
        <button
          type="button"
          disabled={isBusy}
          onClick={action.run}
          className="min-h-9 rounded-small px-2 font-semibold text-link hover:underline"
        >
          {action.label}
        </button>
      )}
    </div>
  );
}
