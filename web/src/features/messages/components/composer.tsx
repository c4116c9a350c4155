/** Where messages are written, with what they answer; or why nothing may be written here. */
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { onDemand } from "@/binding/on-demand.tsx";
import { useChannel, useIsTimedOut, useMay } from "@/binding/use-guild.ts";
import { HOME } from "@/engine/guilds/home.ts";
import { MANAGE_THREADS, SEND_MESSAGES } from "@/engine/guilds/permissions.ts";
import { isLocked } from "@/engine/guilds/threads.ts";
import type { Id } from "@/engine/wire.ts";
import { workIn } from "@/engine/writing.ts";
import { ReplyBar } from "./reply-bar.tsx";
import { TimedOutNote } from "./timed-out-note.tsx";
import { Writer } from "./writer.tsx";

const DraftFiles = onDemand(async () => (await import("./draft-files.tsx")).DraftFiles);

interface ComposerProps {
  guildId: Id;
  channelId: Id;
  channelName: string;
}

export function Composer({ guildId, channelId, channelName }: ComposerProps) {
  const { t } = useTranslation();
  const { writing } = useSession();
  const hasFiles = useFromStore(writing.store, (state) => workIn(state, channelId).files.length > 0);
  const maySend = useMay(guildId, SEND_MESSAGES, channelId);
  const channel = useChannel(guildId, channelId);
  const mayManage = useMay(guildId, MANAGE_THREADS, channelId);
  const locked = channel !== undefined && isLocked(channel) && !mayManage;
  const isTimedOut = useIsTimedOut(guildId);
  if (!maySend && isTimedOut) return <TimedOutNote guildId={guildId} />;
  if (!maySend || locked) {
    const shut = channel?.recipients?.[0]?.bot ? "composer.botBlocked" : "composer.notFriends";
    return (
      <p className="mx-2 rounded-medium bg-raised px-4 py-3 text-ink-3 wide:mx-4">
        {t(locked ? "composer.locked" : guildId === HOME ? shut : "composer.forbidden")}
      </p>
    );
  }
  return (
    <div className="relative">
      <ReplyBar guildId={guildId} channelId={channelId} />
      {hasFiles && <DraftFiles guildId={guildId} channelId={channelId} />}
      <Writer guildId={guildId} channelId={channelId} channelName={channelName} />
    </div>
  );
}
