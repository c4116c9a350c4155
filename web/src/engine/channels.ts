/**
 * The channels that this client has opened: their timelines, pages and subscriptions.
 *
 * - C1  The channels opened last are subscribed; one that falls out keeps its timeline and its cursor,
 *       and catches up when it is opened again.
 * - C2  A page is asked for after the subscription is live, so that nothing falls between the two.
 * - C3  A page that was asked for before the window was replaced is thrown away, and none is asked for
 *       while the page that will replace it is on its way: it would leave a hole.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { type ClientFrame, OP_SUBSCRIBE, OP_UNSUBSCRIBE } from "./gateway/frames.ts";
import type { SubscribedEvent } from "./gateway/recovery.ts";
import type { Clock } from "./ports.ts";
import { createRereads } from "./rereads.ts";
import type { RestClient } from "./rest/client.ts";
import { ApiError } from "./rest/error.ts";
import { compareIds } from "./snowflake.ts";
import {
  EMPTY,
  isGap,
  PAGE_MESSAGES,
  type PagePlace,
  reduceTimeline,
  type Timeline,
  type TimelineAction,
} from "./timeline/timeline.ts";
import type { Id, Message } from "./wire.ts";

/** Subscribed at a time; the server allows 100 a session. */
export const SUBSCRIBED_MAX = 12;
/** Timelines kept in memory. */
export const TIMELINES_MAX = 40;

const LATEST: PagePlace = { kind: "latest" };

export type Direction = "latest" | "before" | "after";

export interface ChannelView {
  timeline: Timeline;
  loading: Readonly<Record<Direction, boolean>>;
  /** The last page that could not be had, and why. */
  failure: { direction: Direction; error: unknown } | null;
  /** A message to be brought into view, once. */
  target: Id | null;
  /** A message that was asked for and is not there any more. */
  missing: Id | null;
}

export const UNOPENED: ChannelView = {
  timeline: EMPTY,
  loading: { latest: false, before: false, after: false },
  failure: null,
  target: null,
  missing: null,
};

export type ChannelsState = Readonly<Record<Id, ChannelView>>;

export interface Channels {
  store: StoreApi<ChannelsState>;
  open(channelId: Id): void;
  load(channelId: Id, direction: Direction): Promise<void>;
  jumpTo(channelId: Id, messageId: Id): Promise<void>;
  /** To the first message after this one, which may be gone. */
  jumpPast(channelId: Id, messageId: Id): Promise<void>;
  targetReached(channelId: Id): void;
  /** Reads one message again. */
  refresh(channelId: Id, messageId: Id): Promise<void>;
  /** An event of the channel; `live` is false while missed ones are replayed. */
  apply(channelId: Id, action: TimelineAction, live: boolean): void;
  subscribed(event: SubscribedEvent): void;
  /** A new gateway session, which has no subscriptions. Returns those made with a cursor. */
  sessionStarted(): Id[];
  sessionResumed(): void;
  sessionLost(): void;
  forget(channelId: Id): void;
}

export function createChannels(rest: RestClient, send: (frame: ClientFrame) => void, clock: Clock): Channels {
  const store = createStore<ChannelsState>(() => ({}));
  /** Most recent first. */
  let recent: Id[] = [];
  const requested = new Set<Id>();
  /** Subscribed and past what was missed: from here on the sequence has no holes. */
  const contiguous = new Set<Id>();
  /** Subscribed before a RESUME, and silent since. */
  let quiet = new Set<Id>();
  /** Asked again because of a hole: events then count without their sequence, each of these once. */
  const mending = new Map<Id, Set<number>>();
  const rereads = createRereads(clock, (id, messageId) => void reread(id, messageId));
  const epochs = new Map<Id, number>();
  /** The page on its way that will be all there is to see. */
  const underWay = new Map<Id, PagePlace["kind"]>();
  let connected = false;

  const viewOf = (id: Id) => store.getState()[id] ?? UNOPENED;
  const setView = (id: Id, view: Partial<ChannelView>) =>
    store.setState({ [id]: { ...viewOf(id), ...view } });

  function reduce(id: Id, action: TimelineAction): void {
    setView(id, { timeline: reduceTimeline(viewOf(id).timeline, action) });
  }

  function open(id: Id): void {
    recent = [id, ...recent.filter((other) => other !== id)];
    // Whoever comes back was told before that something was skipped.
    const { timeline } = viewOf(id);
    const skippedTo = timeline.skippedTo === "pending" ? "pending" : null;
    setView(id, timeline.skippedTo === skippedTo ? {} : { timeline: { ...timeline, skippedTo } });
    for (const old of recent.slice(SUBSCRIBED_MAX)) unsubscribe(old);
    for (const old of recent.slice(TIMELINES_MAX)) forget(old);
    if (connected) subscribe(id);
    else if (!viewOf(id).timeline.loaded) void load(id, "latest");
  }

  function subscribe(id: Id): void {
    if (requested.has(id)) return;
    requested.add(id);
    const after = viewOf(id).timeline.cursor;
    send({ op: OP_SUBSCRIBE, d: after === null ? { channel_id: id } : { channel_id: id, after } });
  }

  function unsubscribe(id: Id): void {
    if (!requested.delete(id)) return;
    contiguous.delete(id);
    send({ op: OP_UNSUBSCRIBE, d: { channel_id: id } });
  }

  function subscribed(event: SubscribedEvent): void {
    const id = event.channel_id;
    if (!(id in store.getState())) return;
    if (event.error) return refused(id, event.error);
    const { cursor, loaded, hasAfter } = viewOf(id).timeline;
    reduce(id, { type: "subscribed", head: event.head ?? 0, reset: event.reset ?? false });
    mending.delete(id);
    contiguous.add(id);
    // Whoever reads the past, or is led there, comes to the present page by page.
    if ((hasAfter || underWay.get(id) === "around") && !event.reset) return;
    // C2: without a cursor, or past it, only a page tells what was said until now; one that is under way
    // already may have been made before.
    if (cursor === null || event.reset || !loaded) void fetchPage(id, "latest", LATEST, {});
  }

  function refused(id: Id, { code, message }: { code: number; message: string }): void {
    requested.delete(id);
    setView(id, { failure: { direction: "latest", error: new ApiError(403, code, message, {}, null) } });
  }

  function apply(id: Id, action: TimelineAction, live: boolean): void {
    if (!(id in store.getState())) return;
    const xSeq = "xSeq" in action ? action.xSeq : null;
    const hole = live && contiguous.has(id) && isGap(viewOf(id).timeline, xSeq);
    if (hole && !mending.has(id)) {
      mending.set(id, new Set());
      requested.delete(id);
      subscribe(id);
    }
    if (live && quiet.delete(id)) contiguous.add(id);
    const counted = mending.get(id);
    if (action.type === "reacted" && xSeq !== null) {
      if (xSeq <= (viewOf(id).timeline.cursor ?? 0) || counted?.has(xSeq)) return;
      counted?.add(xSeq);
      rereads.reacted(id, action.messageId);
    }
    reduce(id, counted && "xSeq" in action ? { ...action, xSeq: null } : action);
  }

  async function reread(id: Id, messageId: Id): Promise<void> {
    const path = `/api/v10/channels/${id}/messages/${messageId}`;
    // Whoever is gone, or out of reach, keeps what is known of it.
    const answered = rereads.asked(id);
    const message = await rest
      .request<Message>("GET", path)
      .catch(() => null)
      .finally(answered);
    if (!message || !(id in store.getState())) return;
    reduce(id, { type: "reread", message });
  }

  async function load(id: Id, direction: Direction): Promise<void> {
    const { loading, timeline } = viewOf(id);
    // A subscription that was refused is asked for again with the page.
    if (direction === "latest" && connected) subscribe(id);
    if (loading[direction] || loading.latest) return;
    const edge = direction === "before" ? timeline.messages[0] : timeline.messages.at(-1);
    // Without an end to ask from, as when all in the window was deleted, the newest are all there is.
    if (direction === "latest" || !edge) await fetchPage(id, "latest", LATEST, {});
    else await fetchPage(id, direction, { kind: direction, edge: edge.id }, { [direction]: edge.id });
  }

  async function jumpTo(id: Id, messageId: Id): Promise<void> {
    const has = () => viewOf(id).timeline.messages.some((message) => message.id === messageId);
    const isThere = has() || (await fetchAround(id, messageId));
    if (!isThere || !(id in store.getState())) return;
    setView(id, has() ? { target: messageId, missing: null } : { missing: messageId });
  }

  async function jumpPast(id: Id, messageId: Id): Promise<void> {
    await fetchAround(id, messageId);
    const next = viewOf(id).timeline.messages.find((message) => compareIds(message.id, messageId) > 0);
    if (id in store.getState() && next) setView(id, { target: next.id });
  }

  async function fetchAround(id: Id, messageId: Id): Promise<boolean> {
    const isCurrent = await fetchPage(id, "latest", { kind: "around" }, { around: messageId });
    return isCurrent && viewOf(id).failure === null;
  }

  /** False when another page was asked for meanwhile, and this one counts no more. */
  async function fetchPage(
    id: Id,
    flag: Direction,
    place: PagePlace,
    query: Record<string, Id | undefined>,
  ): Promise<boolean> {
    if (flag === "latest") {
      epochs.set(id, (epochs.get(id) ?? 0) + 1);
      underWay.set(id, place.kind);
    }
    const epoch = epochs.get(id);
    const isCurrent = () => epochs.get(id) === epoch && id in store.getState();
    const others = flag === "latest" ? UNOPENED.loading : viewOf(id).loading;
    setView(id, { loading: { ...others, [flag]: true }, failure: null });
    const answered = rereads.asked(id);
    try {
      const options = { query: { limit: PAGE_MESSAGES, ...query } };
      const messages = await rest.request<Message[]>("GET", `/api/v10/channels/${id}/messages`, options);
      if (isCurrent()) reduce(id, { type: "page", place, messages, limit: PAGE_MESSAGES });
    } catch (error) {
      if (isCurrent()) setView(id, { failure: { direction: flag, error } });
    } finally {
      answered();
    }
    if (!isCurrent()) return false;
    if (flag === "latest") underWay.delete(id);
    setView(id, { loading: { ...viewOf(id).loading, [flag]: false } });
    return true;
  }

  function forget(id: Id): void {
    unsubscribe(id);
    rereads.forget(id);
    recent = recent.filter((other) => other !== id);
    epochs.delete(id);
    underWay.delete(id);
    const { [id]: _gone, ...rest } = store.getState();
    store.setState(rest, true);
  }

  /** Pages that failed while the server was away are asked for again. */
  function retryFailed(): void {
    for (const [id, { failure }] of Object.entries(store.getState())) {
      if (failure && requested.has(id)) void load(id, failure.direction);
    }
  }

  return {
    store,
    open,
    load,
    jumpTo,
    jumpPast,
    apply,
    subscribed,
    forget,
    refresh: reread,
    targetReached: (id) => setView(id, { target: null, missing: null }),
    sessionStarted() {
      connected = true;
      requested.clear();
      mending.clear();
      quiet.clear();
      const wanted = recent.slice(0, SUBSCRIBED_MAX);
      const withCursor = wanted.filter((id) => viewOf(id).timeline.cursor !== null);
      for (const id of wanted) subscribe(id);
      retryFailed();
      return withCursor;
    },
    sessionResumed() {
      connected = true;
      quiet = new Set(requested);
      for (const id of recent.slice(0, SUBSCRIBED_MAX)) subscribe(id);
      retryFailed();
    },
    sessionLost() {
      connected = false;
      contiguous.clear();
    },
  };
}
