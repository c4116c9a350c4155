/** The threads of a channel that were archived, page by page. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { QueryNotice } from "@/binding/query-notice.tsx";
import { useGuild } from "@/binding/use-guild.ts";
import { isArchived } from "@/engine/guilds/threads.ts";
import type { Channel, Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { listArchived } from "../api.ts";
import { ThreadLine } from "./thread-line.tsx";

interface ArchivedThreadsProps {
  guildId: Id;
  channel: Channel;
  onOpen(thread: Channel): void;
}

export function ArchivedThreads({ guildId, channel, onOpen }: ArchivedThreadsProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const guild = useGuild(guildId);
  const pages = useInfiniteQuery({
    queryKey: ["archived-threads", channel.id],
    queryFn: ({ pageParam }) => listArchived(rest, channel.id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ threads, has_more }) =>
      has_more ? (threads.at(-1)?.thread_metadata?.archive_timestamp ?? null) : null,
    gcTime: 0,
    retry: false,
  });
  if (pages.isPending || pages.isError) return <QueryNotice query={pages} />;
  // One that was brought back since stands above.
  const threads = pages.data.pages
    .flatMap((page) => page.threads)
    .map((thread) => guild?.threads[thread.id] ?? thread)
    .filter(isArchived);
  return (
    <>
      {threads.length === 0 && <p className="text-small text-ink-3">{t("threads.noneArchived")}</p>}
      <ul className="grid gap-1">
        {threads.map((thread) => (
          <ThreadLine key={thread.id} guildId={guildId} thread={thread} onOpen={onOpen} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button
          look="quiet"
          busy={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
          className="justify-self-start"
        >
          {t("threads.more")}
        </Button>
      )}
    </>
  );
}
