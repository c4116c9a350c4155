/** All emojis: searched, in groups, the recent ones first, in the skin that somebody chose. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import {
  type Catalog,
  EMOJI_GROUPS,
  type EmojiEntry,
  type EmojiGroup,
  inTone,
  loadCatalog,
  searchEmojis,
  type Tone,
} from "@/engine/emoji/catalog.ts";
import { keepSkinTone, recentEmojis, rememberEmoji, skinTone } from "@/engine/emoji/habits.ts";
import { Button } from "@/ui/button.tsx";
import { Spinner } from "@/ui/state-panel.tsx";
import { EmojiGrid } from "./emoji-grid.tsx";
import { EmojiTones } from "./emoji-tones.tsx";

const FOUND_MAX = 64;
const TAB_GLYPHS: Readonly<Record<EmojiGroup | "recent", string>> = {
  recent: "🕘",
  smileys: "😀",
  people: "👋",
  nature: "🐻",
  food: "🍎",
  travel: "✈️",
  activities: "⚽",
  objects: "💡",
  symbols: "🔣",
  flags: "🏁",
};

interface EmojiPickerProps {
  /** `isMore`: with Shift one goes on picking. */
  onPick(glyph: string, isMore: boolean): void;
}

export function EmojiPicker({ onPick }: EmojiPickerProps) {
  const { t } = useTranslation();
  const { data, isError, refetch } = useQuery({
    queryKey: ["emojis"],
    queryFn: loadCatalog,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  return (
    <div className="flex h-96 w-[21rem] max-w-full flex-col">
      {data && <Emojis catalog={data} onPick={onPick} />}
      {!data && (
        <div className="grid flex-1 place-content-center justify-items-center gap-3">
          {isError ? (
            <>
              <p role="alert">{t("emoji.failed")}</p>
              <Button onClick={() => void refetch()}>{t("common.tryAgain")}</Button>
            </>
          ) : (
            <p role="status" aria-label={t("common.loading")}>
              <Spinner />
            </p>
          )}
        </div>
      )}
    </div>
  );
}

function Emojis({ catalog, onPick }: EmojiPickerProps & { catalog: Catalog }) {
  const { t } = useTranslation();
  const { shelf } = useEngine().ports;
  const [recent] = useState(() => recentEmojis(shelf));
  const [tone, setTone] = useState(() => skinTone(shelf));
  const [query, setQuery] = useState("");
  const [group, setGroup] = useState<EmojiGroup | "recent">(recent.length > 0 ? "recent" : "smileys");
  const groups = recent.length > 0 ? (["recent", ...EMOJI_GROUPS] as const) : EMOJI_GROUPS;
  const isSearch = query.trim() !== "";
  const shown = isSearch ? searchEmojis(catalog, query, FOUND_MAX) : entriesOf(catalog, group, recent);

  function pick(glyph: string, isMore: boolean): void {
    rememberEmoji(shelf, glyph);
    onPick(glyph, isMore);
  }

  return (
    <>
      <div className="flex gap-1 p-2">
        <input
          type="search"
          aria-label={t("emoji.search")}
          placeholder={t("emoji.search")}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
          onKeyDown={(event) => {
            const first = shown[0];
            if (event.key !== "Enter" || !isSearch || !first) return;
            event.preventDefault();
            pick(inTone(first, tone), event.shiftKey);
          }}
          className="min-h-9 w-full min-w-0 flex-1 rounded-small border border-edge bg-ground px-2"
        />
        <EmojiTones
          tone={tone}
          onChange={(next: Tone) => {
            keepSkinTone(shelf, next);
            setTone(next);
          }}
        />
      </div>
      <div role="tablist" aria-label={t("emoji.groups")} className="flex justify-between px-2 pb-1">
        {groups.map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            aria-selected={!isSearch && one === group}
            aria-label={t(`emoji.group.${one}`)}
            title={t(`emoji.group.${one}`)}
            onClick={() => {
              setQuery("");
              setGroup(one);
            }}
            className="grid size-8 place-items-center rounded-small hover:bg-raised aria-selected:bg-accent-soft"
          >
            <span aria-hidden>{TAB_GLYPHS[one]}</span>
          </button>
        ))}
      </div>
      <EmojiGrid key={isSearch ? "found" : group} entries={shown} tone={tone} onPick={pick} />
    </>
  );
}

function entriesOf(catalog: Catalog, group: EmojiGroup | "recent", recent: readonly string[]): EmojiEntry[] {
  if (group !== "recent") return catalog.entries.filter((entry) => entry.group === group);
  const known = new Map(
    catalog.entries.flatMap((entry) => [entry.glyph, ...entry.skins].map((glyph) => [glyph, entry])),
  );
  return recent.flatMap((glyph) => {
    const entry = known.get(glyph);
    // It was used in this skin.
    return entry ? [{ ...entry, glyph, skins: [] }] : [];
  });
}
