/** Emojis in rows; the arrows go from one to the next, and to the row above and below. */
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { type EmojiEntry, inTone, type Tone } from "@/engine/emoji/catalog.ts";

const COLUMNS = 8;

interface EmojiGridProps {
  entries: readonly EmojiEntry[];
  tone: Tone;
  onPick(glyph: string, isMore: boolean): void;
}

export function EmojiGrid({ entries, tone, onPick }: EmojiGridProps) {
  const { t } = useTranslation();
  const [active, setActive] = useState(0);
  const shown = entries[active];

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: COLUMNS, ArrowUp: -COLUMNS };
    const step = steps[event.key as keyof typeof steps];
    const next = active + (step ?? 0);
    if (step === undefined || next < 0 || next >= entries.length) return;
    event.preventDefault();
    setActive(next);
    event.currentTarget.querySelectorAll<HTMLElement>("button")[next]?.focus();
  }

  if (entries.length === 0) {
    return (
      <p role="status" className="flex-1 p-4 text-center text-ink-3">
        {t("emoji.none")}
      </p>
    );
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its buttons have the focus */}
      <div
        onKeyDown={onKeyDown}
        className="grid min-h-0 flex-1 auto-rows-[2.375rem] grid-cols-8 content-start overflow-y-auto px-2"
      >
        {entries.map((entry, at) => (
          <button
            key={entry.glyph}
            type="button"
            tabIndex={at === active ? 0 : -1}
            aria-label={nameOf(entry)}
            onFocus={() => setActive(at)}
            onPointerEnter={() => setActive(at)}
            onClick={(event) => onPick(inTone(entry, tone), event.shiftKey)}
            className="grid place-items-center rounded-small text-[1.375rem] leading-none hover:bg-raised"
          >
            <span aria-hidden>{inTone(entry, tone)}</span>
          </button>
        ))}
      </div>
      <p aria-hidden className="truncate border-t border-line px-3 py-1.5 text-small text-ink-3">
        {shown && `${inTone(shown, tone)} :${shown.codes[0]}:`}
      </p>
    </>
  );
}

function nameOf({ codes: [code = ""] }: EmojiEntry): string {
  return code.replaceAll("_", " ");
}
