/** What a channel has said: loading, failed, or the list. */
import { CloudOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { MessageSkeletons } from "@/ui/skeleton.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { useChannelView } from "../hooks/use-channel-view.ts";
import { MessageList } from "./message-list.tsx";

interface TimelineProps {
  guildId: Id;
  channelId: Id;
  channelName: string;
  isThread?: boolean;
}

export function Timeline({ guildId, channelId, channelName, isThread = false }: TimelineProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const { channels } = useSession();
  const view = useChannelView(channelId);
  if (view.timeline.loaded) {
    return (
      <MessageList
        key={channelId}
        guildId={guildId}
        channelId={channelId}
        channelName={channelName}
        isThread={isThread}
        view={view}
      />
    );
  }
  if (view.failure && !view.loading.latest) {
    return (
      <StatePanel urgent isPart icon={<CloudOff size={32} aria-hidden />} title={t("messages.failed")}>
        <p>{errorText(view.failure.error)}</p>
        <Button onClick={() => void channels.load(channelId, "latest")}>{t("common.tryAgain")}</Button>
      </StatePanel>
    );
  }
  return <MessageSkeletons label={t("messages.loading")} />;
}
