/**
 * Which rows of member lists the tabs show: their session has one viewport a guild, which is all of them
 * together.
 */
import type { ViewportData } from "../gateway/frames.ts";
import type { Id } from "../wire.ts";
import type { TabId } from "./messages.ts";

/** What the server takes. */
const ROWS_MAX = 800;

type Ranges = ViewportData["ranges"];

export interface Views {
  /** A tab shows these rows of a guild, and no others. What is to be asked for then. */
  show(tab: TabId, view: ViewportData): ViewportData;
  /** A tab shows nothing any more. */
  leave(tab: TabId): ViewportData[];
  /** The session is new, and looks at nothing. */
  clear(): void;
}

export function createViews(): Views {
  /** By guild, the tab that moved last at the end. */
  const guilds = new Map<Id, Map<TabId, Ranges>>();

  function show(tab: TabId, { guild_id, ranges }: ViewportData): ViewportData {
    const tabs = guilds.get(guild_id) ?? new Map<TabId, Ranges>();
    guilds.set(guild_id, tabs);
    tabs.delete(tab);
    if (ranges.length > 0) tabs.set(tab, ranges);
    return { guild_id, ranges: together([...tabs.values()].reverse().flat()) };
  }

  return {
    show,
    leave: (tab) =>
      [...guilds]
        .filter(([, tabs]) => tabs.has(tab))
        .map(([guild_id]) => show(tab, { guild_id, ranges: [] })),
    clear: () => guilds.clear(),
  };
}

/** As many as the server takes, each once. */
function together(ranges: Ranges): Ranges {
  const all: (readonly [number, number])[] = [];
  let rows = 0;
  for (const [from, to] of ranges) {
    if (all.some(([a, b]) => a <= from && to <= b)) continue;
    rows += to - from + 1;
    if (rows > ROWS_MAX) break;
    all.push([from, to]);
  }
  return all;
}
