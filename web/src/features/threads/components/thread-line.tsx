/** A thread in a list of them; an archived one can be brought back. */
import { ArchiveRestore, MessagesSquare } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { isArchived } from "@/engine/guilds/threads.ts";
import type { Channel, Id } from "@/engine/wire.ts";
import { IconButton } from "@/ui/button.tsx";
import { useThreadActs } from "../hooks/use-thread-acts.ts";

interface ThreadLineProps {
  guildId: Id;
  thread: Channel;
  onOpen(thread: Channel): void;
}

export function ThreadLine({ guildId, thread, onOpen }: ThreadLineProps) {
  const { t } = useTranslation();
  const { learnThread } = useSession();
  const { mayReopen, isBusy, change } = useThreadActs(guildId, thread);
  return (
    <li className="flex items-center gap-1">
      <button
        type="button"
        onClick={() => {
          learnThread(thread);
          onOpen(thread);
        }}
        className="flex min-h-11 min-w-0 flex-1 items-center gap-2 rounded-small px-2 text-left hover:bg-raised"
      >
        <MessagesSquare size={16} aria-hidden className="shrink-0 text-ink-3" />
        <span className="min-w-0 flex-1 truncate">{thread.name}</span>
        <span className="shrink-0 text-tiny text-ink-3">
          {t("threads.count", { count: thread.message_count ?? 0 })}
        </span>
      </button>
      {isArchived(thread) && mayReopen && (
        <IconButton
          label={t("threads.unarchiveNamed", { name: thread.name ?? "" })}
          disabled={isBusy}
          onClick={() => change({ archived: false })}
        >
          <ArchiveRestore size={16} aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
