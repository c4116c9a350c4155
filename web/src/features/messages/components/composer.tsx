/** Where messages are written, with what they answer; or why nothing may be written here. */
import { useTranslation } from "react-i18next";
import { useMay } from "@/binding/use-guild.ts";
import { SEND_MESSAGES } from "@/engine/guilds/permissions.ts";
import type { Id } from "@/engine/wire.ts";
import { DraftFiles } from "./draft-files.tsx";
import { ReplyBar } from "./reply-bar.tsx";
import { Writer } from "./writer.tsx";

interface ComposerProps {
  guildId: Id;
  channelId: Id;
  channelName: string;
}

export function Composer({ guildId, channelId, channelName }: ComposerProps) {
  const { t } = useTranslation();
  const maySend = useMay(guildId, SEND_MESSAGES, channelId);
  if (!maySend) {
    return (
      <p className="mx-2 rounded-medium bg-raised px-4 py-3 text-ink-3 wide:mx-4">
        {t("composer.forbidden")}
      </p>
    );
  }
  return (
    <div className="relative">
      <ReplyBar guildId={guildId} channelId={channelId} />
      <DraftFiles guildId={guildId} channelId={channelId} />
      <Writer guildId={guildId} channelId={channelId} channelName={channelName} />
    </div>
  );
}
