/** What the name at the caret may become; the focus stays in the text. */
import { AtSign, Hash } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Suggestion } from "@/engine/composing/suggestions.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { cx } from "@/ui/cx.ts";
import type { CompletionBox } from "../hooks/use-completion.ts";

export function CompletionList({ box: { id, options, active, choose, take } }: { box: CompletionBox }) {
  const { t } = useTranslation();
  return (
    <div
      id={id}
      role="listbox"
      tabIndex={-1}
      aria-label={t("composer.completions")}
      className="absolute inset-x-2 bottom-full z-20 mb-1 max-h-80 overflow-auto rounded-medium border border-line bg-panel p-1 shadow-xl wide:inset-x-4"
    >
      {options.map((option, at) => (
        <div
          key={option.key}
          id={`${id}-${at}`}
          role="option"
          tabIndex={-1}
          aria-selected={at === active}
          onPointerMove={() => choose(at)}
          onPointerDown={(event) => {
            event.preventDefault();
            take(option);
          }}
          className={cx(
            "flex min-h-9 cursor-pointer items-center gap-2 rounded-small px-2",
            at === active && "bg-raised",
          )}
        >
          <OptionIcon option={option} />
          <span className="min-w-0 truncate">{option.label}</span>
          {option.kind !== "emoji" && <span className="truncate text-small text-ink-3">{option.hint}</span>}
        </div>
      ))}
    </div>
  );
}

function OptionIcon({ option: { kind, id, picture, label, hint } }: { option: Suggestion }) {
  switch (kind) {
    case "user":
      return <Avatar id={id ?? "0"} name={label} picture={picture} />;
    case "emoji":
      return (
        <span aria-hidden className="w-6 text-center text-lg">
          {hint}
        </span>
      );
    case "channel":
      return <Hash size={16} aria-hidden className="text-ink-3" />;
    default:
      return <AtSign size={16} aria-hidden className="text-ink-3" />;
  }
}
