/**
 * Which rows of a large guild's member list this tab asks for, and what it was told of them.
 *
 * - VP1  Whole pages round what is on screen are asked for, so that small movements ask for nothing.
 * - VP2  While one scrolls, at most one question in ASK_MS goes out, and the last place is asked for.
 * - VP3  A new session and one that was resumed are asked anew: what was sent just before may be lost.
 * - VP4  A question that is not answered in time is said to be late, and asked again by a press.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { ViewportData } from "../gateway/frames.ts";
import type { Cancel, Clock } from "../ports.ts";
import type { Id } from "../wire.ts";
import { emptyRoster, type MembersEvent, type Roster, reduceRoster } from "./roster.ts";

/** Rows are asked for in steps of so many; the server takes ranges of 200. */
export const PAGE_ROWS = 50;
const RANGE_ROWS_MAX = 200;
/** Rows beyond the screen, in each direction. */
const NEAR_ROWS = 20;
/** The server takes ten questions a second from all tabs together. */
export const ASK_MS = 250;
export const ANSWER_MS_MAX = 10_000;

export type RowRange = readonly [from: number, to: number];

export interface Looked {
  readonly roster: Roster;
  /** The server does not answer. */
  readonly isLate: boolean;
}

export interface Viewport {
  store: StoreApi<Looked>;
  /** The rows that are on screen. */
  show(first: number, last: number): void;
  /** Nothing is on screen. */
  hide(): void;
  /** Asks at once for what is shown. */
  askAgain(): void;
  close(): void;
}

/** What a viewport needs of a session. */
export interface Gateway {
  clock: Clock;
  /** Without a connection it is dropped. */
  look(view: ViewportData): void;
  isReady(): boolean;
  /** Hears every event until it is called back. */
  listen(hear: (name: string, data: unknown) => void): Cancel;
}

/** VP1 */
export function rangeFor(first: number, last: number): RowRange {
  const from = Math.floor(Math.max(0, first - NEAR_ROWS) / PAGE_ROWS) * PAGE_ROWS;
  const to = (Math.floor((last + NEAR_ROWS) / PAGE_ROWS) + 1) * PAGE_ROWS - 1;
  return [from, Math.min(to, from + RANGE_ROWS_MAX - 1)];
}

/** Whether all rows of a range were told, as far as there are any. */
export function isTold({ rows, total }: Roster, [from, to]: RowRange): boolean {
  for (let row = from; row <= Math.min(to, total - 1); row += 1) if (!rows.has(row)) return false;
  return true;
}

export function createViewport(gateway: Gateway, guildId: Id, memberCount: number): Viewport {
  const { clock } = gateway;
  const store = createStore<Looked>(() => ({ roster: emptyRoster(memberCount), isLate: false }));
  let wanted: RowRange | null = null;
  let asked: RowRange | null = null;
  let isPausing = false;
  let cancelPause: Cancel = () => undefined;
  let cancelLate: Cancel = () => undefined;

  function ask(): void {
    cancelPause();
    if (!wanted || !gateway.isReady()) return;
    asked = wanted;
    gateway.look({ guild_id: guildId, ranges: [asked] });
    isPausing = true;
    cancelPause = clock.after(ASK_MS, pauseEnds);
    awaitAnswer();
  }

  /** VP2 */
  function pauseEnds(): void {
    isPausing = false;
    if (wanted && !isSame(wanted, asked)) ask();
  }

  /** VP4 */
  function awaitAnswer(): void {
    cancelLate();
    cancelLate = clock.after(ANSWER_MS_MAX, () => {
      if (asked && gateway.isReady() && !isTold(store.getState().roster, asked))
        store.setState({ isLate: true });
    });
  }

  function hide(): void {
    cancelPause();
    cancelLate();
    isPausing = false;
    wanted = null;
    if (asked) gateway.look({ guild_id: guildId, ranges: [] });
    asked = null;
  }

  const stop = gateway.listen((name, data) => {
    if (name === "X_MEMBERS") {
      const told = data as MembersEvent;
      if (told.guild_id !== guildId) return;
      store.setState(({ roster }) => ({
        roster: reduceRoster(roster, told, wanted?.[0] ?? 0),
        isLate: false,
      }));
    }
    // VP3
    else if (name === "RESUMED") ask();
    else if (name === "GUILD_CREATE" && (data as { id: Id }).id === guildId) ask();
  });

  return {
    store,
    show(first, last) {
      const next = rangeFor(first, last);
      if (isSame(next, wanted)) return;
      wanted = next;
      if (!isPausing) ask();
    },
    hide,
    askAgain() {
      store.setState({ isLate: false });
      ask();
    },
    close() {
      stop();
      hide();
    },
  };
}

function isSame(a: RowRange, b: RowRange | null): boolean {
  return b !== null && a[0] === b[0] && a[1] === b[1];
}
