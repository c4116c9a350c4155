/** In the header of a channel or a conversation: whether it is muted, and the way to what one is told of it. */
import { Bell, BellOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { onDemand } from "@/binding/on-demand.tsx";
import { useMuted } from "@/binding/use-muted.ts";
import type { Id } from "@/engine/wire.ts";
import { IconButton } from "@/ui/button.tsx";

export const NotifyDialog = onDemand(async () => {
  await import("../i18n/add-notifications.ts");
  return (await import("@/features/notifications/components/notify-dialog.tsx")).NotifyDialog;
});

interface NotifyButtonProps {
  guildId: Id;
  channelId: Id;
  name: string;
  guildName: string;
}

export function NotifyButton({ guildId, channelId, name, guildName }: NotifyButtonProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const isMuted = useMuted(guildId, channelId);
  const Icon = isMuted ? BellOff : Bell;
  return (
    <>
      <IconButton
        label={t(isMuted ? "notifications.titleMuted" : "notifications.title")}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <Icon size={18} aria-hidden />
      </IconButton>
      {isOpen && (
        <NotifyDialog
          place={{ guildId, channelId }}
          name={name}
          guildName={guildName}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
