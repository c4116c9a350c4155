/** A thread: beside its channel where there is room, else in its place. */
import { useQuery } from "@tanstack/react-query";
import { CloudOff } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { Part } from "@/binding/part.tsx";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { type Channel, type Id, isThread } from "@/engine/wire.ts";
import { ConnectionBar } from "@/features/connection/components/connection-bar.tsx";
import { Composer } from "@/features/messages/components/composer.tsx";
import { DropZone } from "@/features/messages/components/drop-zone.tsx";
import { PinsButton } from "@/features/messages/components/pins-button.tsx";
import { Timeline } from "@/features/messages/components/timeline.tsx";
import { TypingLine } from "@/features/messages/components/typing-line.tsx";
import { fetchThread } from "@/features/threads/api.ts";
import { ThreadBar } from "@/features/threads/components/thread-bar.tsx";
import { ThreadHeader } from "@/features/threads/components/thread-header.tsx";
import { Button } from "@/ui/button.tsx";
import { Spinner, StatePanel } from "@/ui/state-panel.tsx";
import { useDrawerFocus } from "@/ui/use-drawer-focus.ts";

interface ThreadPaneProps {
  guild: GuildState;
  threadId: Id;
  /** Instead of the channel, not beside it. */
  isAlone: boolean;
  onClose(): void;
}

export function ThreadPane({ guild, threadId, isAlone, onClose }: ThreadPaneProps) {
  const { t } = useTranslation();
  const close = useRef<HTMLButtonElement>(null);
  const thread = guild.threads[threadId];
  useDrawerFocus(thread !== undefined, close);
  const Frame = isAlone ? "main" : "aside";
  return (
    <Frame
      aria-label={thread?.name ?? t("threads.thread")}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented && event.target === close.current) onClose();
      }}
      className={
        isAlone
          ? "flex min-h-0 min-w-0 flex-1 flex-col bg-ground"
          : "flex min-h-0 w-[27rem] shrink-0 flex-col border-l border-line bg-ground"
      }
    >
      {isAlone && <ConnectionBar />}
      {thread ? (
        <OpenThread guild={guild} thread={thread}>
          <ThreadHeader
            guildId={guild.id}
            thread={thread}
            tools={<PinsButton guildId={guild.id} channelId={thread.id} />}
            isAlone={isAlone}
            close={close}
            onClose={onClose}
          />
        </OpenThread>
      ) : (
        <UnknownThread threadId={threadId} isAlone={isAlone} onClose={onClose} />
      )}
    </Frame>
  );
}

function OpenThread({
  guild,
  thread,
  children,
}: {
  guild: GuildState;
  thread: Channel;
  children: ReactNode;
}) {
  const name = thread.name ?? "";
  return (
    <>
      {children}
      <ThreadBar guildId={guild.id} thread={thread} />
      <DropZone guildId={guild.id} channelId={thread.id} channelName={name}>
        <Part>
          <Timeline guildId={guild.id} channelId={thread.id} channelName={name} isThread />
        </Part>
        <Part look="line">
          <Composer guildId={guild.id} channelId={thread.id} channelName={name} />
          <TypingLine guildId={guild.id} channelId={thread.id} />
        </Part>
      </DropZone>
    </>
  );
}

/** An archived one, of which no event tells, is asked for. */
function UnknownThread({ threadId, isAlone, onClose }: Omit<ThreadPaneProps, "guild">) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const { learnThread } = useSession();
  const errorText = useErrorText();
  const { data, error, refetch } = useQuery({
    queryKey: ["thread", threadId],
    queryFn: () => fetchThread(rest, threadId),
    gcTime: 0,
    retry: false,
  });
  useEffect(() => {
    if (data && isThread(data)) learnThread(data);
  }, [data, learnThread]);
  const isOther = data !== undefined && !isThread(data);
  if (!error && !isOther) {
    return (
      <p role="status" className="m-auto flex items-center gap-2 text-ink-2">
        <Spinner size={18} /> {t("common.loading")}
      </p>
    );
  }
  return (
    <StatePanel urgent isPart={!isAlone} icon={<CloudOff size={32} aria-hidden />} title={t("threads.gone")}>
      <p>{error ? errorText(error) : t("threads.goneHint")}</p>
      <div className="flex gap-2">
        <Button onClick={() => void refetch()}>{t("common.tryAgain")}</Button>
        <Button look="quiet" onClick={onClose}>
          {t("threads.close")}
        </Button>
      </div>
    </StatePanel>
  );
}
