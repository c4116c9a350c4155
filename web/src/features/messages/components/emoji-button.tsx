/** Opens the emojis over the composer. */
import { Smile } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui/button.tsx";
import { Popover } from "@/ui/popover.tsx";
import { LazyEmojiPicker } from "./lazy-emoji-picker.tsx";

interface EmojiButtonProps {
  onPick(glyph: string): void;
  focusAfter(): void;
}

export function EmojiButton({ onPick, focusAfter }: EmojiButtonProps) {
  const { t } = useTranslation();
  return (
    <Popover
      label={t("emoji.title")}
      focusAfter={focusAfter}
      trigger={
        <IconButton label={t("emoji.title")}>
          <Smile size={19} aria-hidden />
        </IconButton>
      }
    >
      {(close) => (
        <LazyEmojiPicker
          onPick={(glyph, isMore) => {
            onPick(glyph);
            if (!isMore) close();
          }}
        />
      )}
    </Popover>
  );
}
