/** In the header of a channel: its threads. */
import { MessagesSquare } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui/button.tsx";

export function ThreadsButton({ onOpen }: { onOpen(): void }) {
  const { t } = useTranslation();
  return (
    <IconButton label={t("threads.title")} aria-haspopup="dialog" onClick={onOpen}>
      <MessagesSquare size={18} aria-hidden />
    </IconButton>
  );
}
