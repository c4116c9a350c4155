/** A line across the timeline with words in the middle. */
import { cx } from "@/ui/cx.ts";

export function Divider({ text, isNew = false }: { text: string; isNew?: boolean }) {
  const line = cx("h-px flex-1", isNew ? "bg-bad opacity-55" : "bg-line");
  return (
    <div
      className={cx(
        "flex items-center gap-3 px-4 py-3 text-tiny font-semibold",
        isNew ? "text-bad" : "text-ink-3",
      )}
    >
      <span aria-hidden className={line} />
      <span>{text}</span>
      <span aria-hidden className={line} />
    </div>
  );
}
