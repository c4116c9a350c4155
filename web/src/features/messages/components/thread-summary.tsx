/** Under a message: the thread that began at it. */
import { Link } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useChannel } from "@/binding/use-guild.ts";
import { isArchived } from "@/engine/guilds/threads.ts";
import { idTimeMs } from "@/engine/snowflake.ts";
import { isUnread } from "@/engine/unread.ts";
import type { Channel, Id, Message } from "@/engine/wire.ts";
import { styledTime } from "@/ui/time.ts";

/** A thread has the id of the message that it began at. */
export function useThreadOf(guildId: Id, { id, thread }: Message): Channel | null {
  return useChannel(guildId, id) ?? thread ?? null;
}

export function ThreadSummary({ guildId, thread }: { guildId: Id; thread: Channel }) {
  const { t } = useTranslation();
  const { unread } = useSession();
  const newest = useFromStore(unread, ({ newest }) => newest[thread.id]) ?? thread.last_message_id;
  const isNew = useFromStore(unread, (state) => Boolean(thread.member) && isUnread(state, thread.id));
  const count = thread.message_count ?? 0;
  return (
    <Link
      to="/channels/$guildId/$channelId"
      params={{ guildId, channelId: thread.parent_id ?? "" }}
      search={{ thread: thread.id }}
      className="mt-1 flex w-fit max-w-full min-w-0 items-center gap-2 rounded-medium border border-line bg-panel px-3 py-1.5 text-small hover:bg-raised"
    >
      <MessagesSquare size={15} aria-hidden className="shrink-0 text-ink-3" />
      <span className="sr-only">{t("threads.thread")}: </span>
      <b className="min-w-0 truncate font-semibold">{thread.name}</b>
      <span className="shrink-0 font-semibold text-link">{t("threads.count", { count })}</span>
      {newest && <span className="shrink-0 text-tiny text-ink-3">{styledTime(idTimeMs(newest), "R")}</span>}
      {isArchived(thread) && <span className="shrink-0 text-tiny text-ink-3">{t("threads.archived")}</span>}
      {isNew && (
        <>
          <span aria-hidden className="size-2 shrink-0 rounded-full bg-accent" />
          <span className="sr-only">{t("channel.unread")}</span>
        </>
      )}
    </Link>
  );
}
