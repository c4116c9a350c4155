/**
 * Tells a person of news while they look elsewhere: hears the session, asks the other tabs, and says what
 * is to be shown. The rules are in `news.ts` and `board.ts`.
 *
 * - NO1  One tab of a login tells, the one that leads; if a channel is looked at in any of them, none does.
 * - NO2  Of what happened while there was no connection one notification a channel is told, of its mentions.
 *        When a page is opened, none: whoever opens it looks.
 */
import { isBlocked } from "../friends.ts";
import type { GuildState } from "../guilds/guilds.ts";
import type { Cancel, Ports } from "../ports.ts";
import type { Session } from "../session.ts";
import type { Channel, Id } from "../wire.ts";
import { add, type Board, type BoardStep, drop, EMPTY_BOARD, type Notice, nextMs, settle } from "./board.ts";
import { type Around, isRead, isStillWanted, type News, newsOf, placeOf, wantedAt } from "./news.ts";
import { ownStatus } from "./own-status.ts";

/** Enough for another tab to answer, and for another device that shows the channel to say so. */
export const WAIT_MS = 800;
/** A device that reads along says so only every few seconds. */
export const WAIT_FOR_READER_MS = 3_000;
/** Whoever read something within this time may be reading along. */
const READER_MS_MAX = 10_000;
/** Channels whose reading is remembered. */
const READ_MAX = 50;
/** Until a new session has told of all guilds, and of what was read meanwhile. */
const COUNT_AFTER_MS = 2_000;

export interface Told {
  notice: Notice;
  guild: GuildState;
  channel: Channel;
}

export interface NotifierNeeds {
  /** The channels on screen, if this window is the one that is used. */
  looked(): readonly Id[];
  /** Shows a notification, or puts it in the place of the one of its channel. */
  show(told: Told, calls: boolean): void;
  close(channelId: Id): void;
}

type Word = { type: "asks" | "looks"; channelId: Id };

export function createNotifier(
  ports: Pick<Ports, "clock" | "wires">,
  session: Session,
  needs: NotifierNeeds,
): Cancel {
  const { clock } = ports;
  let board: Board = EMPTY_BOARD;
  let cancelTimer: Cancel = () => undefined;
  let cancelCount: Cancel = () => undefined;
  const readAtMs = new Map<Id, number>();
  const wire = ports.wires?.open(`confab-notify-1-${session.user.id}`, onWord);

  const around = (live: boolean): Around => ({
    self: session.user.id,
    status: ownStatus(session),
    settings: session.settings.store.getState() ?? {},
    muted: session.settings.muted.getState(),
    guilds: session.guilds.getState(),
    unread: session.unread.getState(),
    live,
  });

  function heard(name: string, data: unknown, live: boolean): void {
    switch (name) {
      case "READY":
        return countMissed();
      case "MESSAGE_ACK":
        return noteReader((data as { channel_id: Id }).channel_id);
      case "MESSAGE_DELETE":
        return forget([(data as { id: Id }).id]);
      case "MESSAGE_DELETE_BULK":
        return forget((data as { ids: Id[] }).ids);
      default:
        for (const news of newsOf(name, data)) consider(news, live);
    }
  }

  function consider(news: News, live: boolean): void {
    if (isBlocked(session.friends.getState(), news.message?.author.id ?? "")) return;
    if (!session.leads() || isLooked(news.channelId) || !wantedAt(news, around(live))) return;
    wait(news, 1, false);
  }

  function wait(news: News, count: number, isMissed: boolean): void {
    const { channelId } = news;
    const isReadAlong = clock.now() - (readAtMs.get(channelId) ?? 0) < READER_MS_MAX;
    board = add(board, news, clock.now() + (isReadAlong ? WAIT_FOR_READER_MS : WAIT_MS), isMissed, count);
    // NO1
    wire?.post({ type: "asks", channelId } satisfies Word);
    wind();
  }

  /** NO2: what the counts have grown by when all is known again. */
  function countMissed(): void {
    cancelCount();
    if (session.guilds.getState().awaited === null) return;
    const before = session.unread.getState().mentions;
    cancelCount = clock.after(COUNT_AFTER_MS, () => {
      const { mentions, newest } = session.unread.getState();
      for (const [channelId, count] of Object.entries(mentions)) {
        const more = count - (before[channelId] ?? 0);
        const messageId = newest[channelId];
        if (more <= 0 || messageId === undefined || isKnownHere(channelId)) continue;
        const news = { channelId, messageId, message: null, isMention: true };
        if (session.leads() && !isLooked(channelId) && isStillWanted(news, around(true)))
          wait(news, more, true);
      }
    });
  }

  const isKnownHere = (channelId: Id) => board.waiting.has(channelId) || board.shown.has(channelId);
  const isLooked = (channelId: Id) => needs.looked().includes(channelId);

  function noteReader(channelId: Id): void {
    readAtMs.delete(channelId);
    readAtMs.set(channelId, clock.now());
    for (const oldest of [...readAtMs.keys()].slice(0, -READ_MAX)) readAtMs.delete(oldest);
  }

  function forget(ids: readonly Id[]): void {
    perform(drop(board, ({ messageId }) => ids.includes(messageId)));
  }

  function onWord(word: unknown): void {
    const { type, channelId } = (word ?? {}) as Partial<Word>;
    if (typeof channelId !== "string") return;
    if (type === "asks" && isLooked(channelId)) wire?.post({ type: "looks", channelId } satisfies Word);
    if (type === "looks") {
      const waiting = new Map(board.waiting);
      if (waiting.delete(channelId)) board = { ...board, waiting };
    }
  }

  function perform(step: BoardStep): void {
    board = step.board;
    for (const channelId of step.close) needs.close(channelId);
    for (const { notice, calls } of step.show) {
      const place = placeOf(session.guilds.getState(), notice.news.channelId);
      if (place) needs.show({ notice, ...place }, calls);
    }
    wind();
  }

  function wind(): void {
    cancelTimer();
    const atMs = nextMs(board, clock.now());
    if (atMs !== null) cancelTimer = clock.after(Math.max(0, atMs - clock.now()), run);
  }

  function run(): void {
    const now = around(true);
    perform(settle(board, clock.now(), (news) => !isLooked(news.channelId) && isStillWanted(news, now)));
  }

  /** Also what is gone with its channel. */
  function sweep(): void {
    if (board.waiting.size + board.shown.size === 0) return;
    const unread = session.unread.getState();
    const guilds = session.guilds.getState();
    const isGone = (channelId: Id) => guilds.awaited?.length === 0 && !placeOf(guilds, channelId);
    perform(
      drop(board, ({ channelId, messageId }) => isRead(unread, channelId, messageId) || isGone(channelId)),
    );
  }

  const stops = [
    session.listen(heard),
    session.unread.subscribe(sweep),
    session.guilds.subscribe(sweep),
    () => cancelTimer(),
    () => cancelCount(),
    () => wire?.close(),
    () => perform(drop(board, () => true)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
