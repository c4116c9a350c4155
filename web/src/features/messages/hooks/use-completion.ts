/** Completes what is being named at the caret; the arrows choose, Enter or Tab takes. */
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from "react";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useMay } from "@/binding/use-guild.ts";
import { completionAt } from "@/engine/composing/completion.ts";
import {
  SUGGESTED_MAX,
  type Suggestion,
  suggestChannels,
  suggestMentions,
} from "@/engine/composing/suggestions.ts";
import {
  type Catalog,
  hasShortcode,
  inTone,
  knownCatalog,
  loadCatalog,
  searchEmojis,
  type Tone,
} from "@/engine/emoji/catalog.ts";
import { MENTION_EVERYONE } from "@/engine/guilds/permissions.ts";
import type { Id } from "@/engine/wire.ts";

export interface CompletionBox {
  id: string;
  options: readonly Suggestion[];
  active: number;
  choose(at: number): void;
  take(option: Suggestion): void;
  /** True when the key was meant for it. */
  onKeyDown(event: KeyboardEvent): boolean;
}

interface CompletionOptions {
  guildId: Id;
  channelId: Id;
  text: string;
  caret: number;
  tone: Tone;
  replace(range: { from: number; to: number }, text: string): void;
}

export function useCompletion(options: CompletionOptions): CompletionBox {
  const { guildId, channelId, text, caret, tone, replace } = options;
  const id = useId();
  const guild = useFromStore(useSession().guilds, (state) => state.guilds[guildId]);
  const mayPing = useMay(guildId, MENTION_EVERYONE, channelId);
  const named = completionAt(text, caret);
  const key = named && `${named.kind}${named.from}${named.query}`;
  const [chosen, setChosen] = useState({ key, at: 0 });
  /** The name that is not to be completed. */
  const [closed, setClosed] = useState<string | null>(null);
  // What was pasted names emojis without anybody being offered them.
  const catalog = useCatalog(named?.kind === "emoji" || hasShortcode(text));

  const [kind, query] = [named?.kind, named?.query ?? ""];
  const found = useMemo((): Suggestion[] => {
    if (!kind || !guild) return [];
    if (kind === "mention") return suggestMentions(guild, query, mayPing, channelId);
    if (kind === "channel") return suggestChannels(guild, query);
    return catalog ? emojiSuggestions(catalog, query, tone) : [];
  }, [kind, query, guild, mayPing, channelId, catalog, tone]);
  const shown = key === null || closed === `${named?.kind}${named?.from}` ? [] : found;
  const active = chosen.key === key ? Math.min(chosen.at, shown.length - 1) : 0;

  function take({ insert }: Suggestion): void {
    if (named) replace(named, `${insert} `);
  }

  function onKeyDown(event: KeyboardEvent): boolean {
    const option = shown[active];
    if (!option || !named) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) setChosen({ key, at: (active + step + shown.length) % shown.length });
    else if ((event.key === "Enter" && !event.shiftKey) || event.key === "Tab") take(option);
    else if (event.key === "Escape") setClosed(`${named.kind}${named.from}`);
    else return false;
    event.preventDefault();
    return true;
  }

  return { id, options: shown, active, choose: (at) => setChosen({ key, at }), take, onKeyDown };
}

/** The emojis, once somebody names one. */
function useCatalog(isWanted: boolean): Catalog | null {
  const [catalog, setCatalog] = useState(knownCatalog);
  useEffect(() => {
    // Without a network nothing is offered, and the next colon asks again.
    if (isWanted && !catalog) void loadCatalog().then(setCatalog, () => undefined);
  }, [isWanted, catalog]);
  return catalog;
}

function emojiSuggestions(catalog: Catalog, query: string, tone: Tone): Suggestion[] {
  return searchEmojis(catalog, query, SUGGESTED_MAX).map((entry) => ({
    kind: "emoji",
    key: entry.glyph,
    label: `:${entry.codes[0]}:`,
    hint: inTone(entry, tone),
    insert: inTone(entry, tone),
  }));
}
