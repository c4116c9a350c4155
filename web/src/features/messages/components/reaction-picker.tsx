/** Picks an emoji to react with. */
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/engine/wire.ts";
import type { TriggerProps } from "@/ui/menu-parts.tsx";
import { Popover } from "@/ui/popover.tsx";
import { useMessageActs } from "../hooks/use-message-acts.ts";
import { LazyEmojiPicker } from "./lazy-emoji-picker.tsx";

export function ReactionPicker({
  message,
  trigger,
}: {
  message: Message;
  trigger: ReactElement<TriggerProps>;
}) {
  const { t } = useTranslation();
  const { toggle } = useMessageActs(message);
  return (
    <Popover trigger={trigger} label={t("messages.react")}>
      {(close) => (
        <LazyEmojiPicker
          onPick={(name, isMore) => {
            void toggle({ id: null, name });
            if (!isMore) close();
          }}
        />
      )}
    </Popover>
  );
}
