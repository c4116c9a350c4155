/** Picks an emoji to react with. */
import type { ReactElement } from "react";
import { useTranslation } from "react-i18next";
import type { Message } from "@/engine/wire.ts";
import type { TriggerProps } from "@/ui/menu-parts.tsx";
import { Popover } from "@/ui/popover.tsx";
import { useMessageActs } from "../hooks/use-message-acts.ts";

/** What people react with most. */
const FREQUENT = ["👍", "❤️", "😂", "🎉", "😮", "😢", "🙏", "👀"];

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
        <div className="grid grid-cols-4 gap-1 p-2">
          {FREQUENT.map((name) => (
            <button
              key={name}
              type="button"
              aria-label={t("reactions.with", { emoji: name })}
              onClick={() => {
                close();
                void toggle({ id: null, name });
              }}
              className="grid size-10 place-items-center rounded-small text-xl hover:bg-raised"
            >
              {name}
            </button>
          ))}
        </div>
      )}
    </Popover>
  );
}
