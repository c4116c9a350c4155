/**
 * Sends the outbox: the shell round `outbox.ts`.
 *
 * - S1  One tab sends at a time, the holder of the lock; the others only show. A holder that leaves alone
 *       what could be sent hangs, and the lock is taken from it.
 * - S2  Nothing is sent while the gateway is away: what comes back first is what was missed.
 * - S3  A message leaves the outbox when its post is answered, or when it is seen coming in.
 * - S4  What another tab took out stays on screen until its message comes, but not for long: it may
 *       have been discarded there. It is never sent from here.
 * - S5  What the shelf has no room for is kept in memory.
 * - S6  A wait that the server asked for is kept, also when the gateway comes back meanwhile.
 * - S7  What has files is sent by the tab that has them, which takes the lock for it, so that what is written
 *       after it comes after it. They are kept for as long as the tab lives.
 * - S8  An upload can be cancelled, and one that broke off taken back, until its last byte is on its way: so
 *       far the server cannot have made a message of it. One that breaks off again and again waits for its author.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { backoffMs } from "../backoff.ts";
import type { Cancel, Ports } from "../ports.ts";
import { REQUEST_MS_MAX, type RestClient } from "../rest/client.ts";
import { ApiError, isTransient } from "../rest/error.ts";
import type { Upload } from "../rest/upload.ts";
import type { Id, Message } from "../wire.ts";
import { type DraftFile, postForm, sentName } from "./files.ts";
import { inOrder, isStale, nextToSend, type OutboxEntry, postBody, type Reply, retried } from "./outbox.ts";
import { outboxShelf } from "./outbox-shelf.ts";
import { createWaits } from "./waits.ts";

const RETRY_CAP_MS = 20_000;
/** Uploads that broke off, before their author is asked: each one costs as much as the first. */
const UPLOADS_MAX = 4;
/** A tab that sends begins within milliseconds of a message's being written. */
const BEGIN_MS_MAX = 4_000;
/** Two requests, with a renewed token between them, and the wait after them. */
const TRY_MS_MAX = 2 * REQUEST_MS_MAX + RETRY_CAP_MS;
/** Several tabs that notice at a time do not take the lock from one another. */
const SPREAD_MS = 1_000;
/** Longer than a message takes from one tab to another. */
const LEAVING_MS = 2_000;

export interface OutboxState {
  entries: readonly OutboxEntry[];
  /** Taken out by another tab; their messages are on the way here (S4). */
  leaving: readonly OutboxEntry[];
  /** Entries that storage gave back damaged, and that are gone: whoever wrote them is to be told. */
  damaged: number;
  /** Until when the server asked a channel to wait (S6). */
  waits: Readonly<Record<Id, number>>;
}

export interface Outbox {
  store: StoreApi<OutboxState>;
  /** How far the uploads are, from 0 to 1, by nonce. */
  uploads: StoreApi<Readonly<Record<string, number>>>;
  write(channelId: Id, content: string, extra?: Extra): void;
  filesOf(nonce: string): readonly DraftFile[];
  /** Those that are too old to go by themselves (O5) go now. */
  sendStale(): void;
  retry(nonce: string): void;
  /** False: it is on its way, or may have arrived (O4), and cannot be taken back. */
  discard(nonce: string): boolean;
  /** A message with this nonce came in: whoever sent it, it is there. */
  settled(nonce: string): void;
  damageTold(): void;
  /** The page is looked at again: timers may have stood still. */
  wake(): void;
  /** Whether the gateway is live (S2). */
  setLive(live: boolean): void;
  close(): void;
}

export interface Extra {
  reply?: Reply;
  files?: readonly DraftFile[];
}

export interface OutboxOptions {
  user: Id;
  upload: Upload;
  acknowledged(message: Message): void;
}

export function createOutbox(
  ports: Pick<Ports, "clock" | "locks" | "shelf" | "random" | "unique">,
  rest: RestClient,
  { user, upload, acknowledged }: OutboxOptions,
): Outbox {
  const lock = `confab-outbox-${user}`;
  const rows = outboxShelf(ports.shelf, user);
  const waits = createWaits(ports, user, () => {
    store.setState({ waits: waits.bidden() });
    sendDue();
  });
  const store = createStore<OutboxState>(() => ({
    entries: rows.load(),
    leaving: [],
    damaged: rows.takeDamaged(),
    waits: waits.bidden(),
  }));
  /** Nonces of what is in memory only (S5). */
  const unsaved = new Set<string>();
  const uploads = createStore<Readonly<Record<string, number>>>(() => ({}));
  /** S7 */
  const files = new Map<string, readonly DraftFile[]>();
  const cancels = new Map<string, AbortController>();
  /** Channels with a message on its way. */
  const busy = new Set<Id>();
  const failures = new Map<Id, number>();
  const closing = new AbortController();
  let leading = false;
  let live = false;
  /** What the tab that sends is given time for. */
  let watched = { heads: "", cancel: (() => undefined) as Cancel };

  const unwatch = ports.shelf.watch((key) => {
    if (!rows.owns(key)) return;
    reload();
    sendDue();
  });
  void lead();

  /** Takes over what other tabs wrote and took out. */
  function reload(): void {
    const { entries, leaving } = store.getState();
    const kept = entries.filter(({ nonce }) => unsaved.has(nonce));
    const loaded = [...rows.load().filter(({ nonce }) => !unsaved.has(nonce)), ...kept];
    const known = new Set(loaded.map(({ nonce }) => nonce));
    const gone = entries.filter(({ nonce }) => !known.has(nonce));
    store.setState((before) => ({
      entries: loaded,
      leaving: [...leaving, ...gone],
      damaged: before.damaged + rows.takeDamaged(),
    }));
    for (const { nonce } of gone) ports.clock.after(LEAVING_MS, () => dropLeaving(nonce));
  }

  function dropLeaving(gone: string): void {
    const { leaving } = store.getState();
    if (leaving.some(({ nonce }) => nonce === gone))
      store.setState({ leaving: leaving.filter(({ nonce }) => nonce !== gone) });
  }

  /** Leads until it is closed, or robbed. */
  function untilClosed(): Promise<void> {
    return new Promise((resolve) => {
      if (closing.signal.aborted) return resolve();
      leading = true;
      closing.signal.addEventListener("abort", () => resolve());
      reload();
      sendDue();
    });
  }

  /** S1: waits for its turn; robbed of it, for the next one. */
  async function lead(): Promise<void> {
    await ports.locks.hold(lock, closing.signal, untilClosed).catch(() => undefined);
    const wasRobbed = leading && !closing.signal.aborted;
    leading = false;
    if (wasRobbed) void lead();
  }

  /** Its place in the queue stays, for when it is robbed itself. */
  async function takeOver(): Promise<void> {
    await ports.locks.steal(lock, untilClosed).catch(() => undefined);
    leading = false;
  }

  function sendDue(): void {
    const heads = live ? nextToSend(store.getState().entries, busy, ports.clock.now()) : [];
    const due = heads.filter(({ channelId }) => !waits.has(channelId));
    for (const entry of due) if (leading || files.has(entry.nonce)) void send(entry);
    watch(leading ? [] : due.filter(({ nonce }) => !files.has(nonce)));
  }

  /** S1: as long as the same messages are due, the same time runs. */
  function watch(due: readonly OutboxEntry[]): void {
    const heads = due.map(({ nonce, tried }) => `${nonce} ${tried}`).join();
    if (heads === watched.heads) return;
    watched.cancel();
    const ms = due.some(({ tried }) => !tried) ? BEGIN_MS_MAX : TRY_MS_MAX;
    const cancel = ports.clock.after(ms + ports.random() * SPREAD_MS, () => {
      watched = { heads: "", cancel: () => undefined };
      void takeOver();
    });
    watched = { heads, cancel };
    if (due.length === 0) cancel();
  }

  async function send(entry: OutboxEntry): Promise<void> {
    // Another tab took it out just now: the news of it is on the way.
    if (!current(entry.nonce)) return;
    busy.add(entry.channelId);
    put({ ...entry, tried: true });
    try {
      const message = await post(entry);
      acknowledged({ ...message, nonce: entry.nonce });
      failures.delete(entry.channelId);
      take(entry.nonce);
    } catch (error) {
      if (closing.signal.aborted) return;
      if (!find(entry.nonce)) failures.delete(entry.channelId);
      else if (isTransient(error) && isWornOut(entry)) {
        failures.delete(entry.channelId);
        update({ ...entry, tried: false, refusal: "" });
      } else if (isTransient(error) || isLoggedOut(error)) {
        if (isNotTaken(error) || isUnfinished(entry.nonce)) update(entry);
        pause(entry.channelId, error);
      } else update({ ...entry, tried: false, refusal: wordsOf(error) });
    } finally {
      endUpload(entry.nonce);
    }
    busy.delete(entry.channelId);
    sendDue();
  }

  async function post(entry: OutboxEntry): Promise<Message> {
    const path = `/api/v10/channels/${entry.channelId}/messages`;
    const own = files.get(entry.nonce);
    if (!own) return rest.request("POST", path, { body: postBody(entry), signal: closing.signal });
    const cancel = new AbortController();
    cancels.set(entry.nonce, cancel);
    uploads.setState({ [entry.nonce]: 0 });
    return upload(path, postForm(entry, own), {
      onProgress: (part) => uploads.setState({ [entry.nonce]: part }),
      signal: AbortSignal.any([closing.signal, cancel.signal]),
    });
  }

  /** S8 */
  function isUnfinished(nonce: string): boolean {
    return (uploads.getState()[nonce] ?? 1) < 1;
  }

  function isWornOut({ nonce, channelId }: OutboxEntry): boolean {
    return isUnfinished(nonce) && (failures.get(channelId) ?? 0) + 1 >= UPLOADS_MAX;
  }

  function endUpload(nonce: string): void {
    if (!cancels.delete(nonce)) return;
    const { [nonce]: _done, ...others } = uploads.getState();
    uploads.setState(others, true);
  }

  function pause(channelId: Id, error: unknown): void {
    const failed = failures.get(channelId) ?? 0;
    failures.set(channelId, failed + 1);
    const wished = error instanceof ApiError ? error.retryAfterMs : null;
    const ms = wished ?? backoffMs(failed, ports.random(), { capMs: RETRY_CAP_MS });
    waits.begin(channelId, ms, wished !== null);
  }

  function find(nonce: string): OutboxEntry | undefined {
    return store.getState().entries.find((entry) => entry.nonce === nonce);
  }

  /** As the shelf has it this moment, whatever of it this tab was told of; null when it was taken out. */
  function current(nonce: string): OutboxEntry | null {
    return unsaved.has(nonce) ? (find(nonce) ?? null) : rows.get(nonce);
  }

  /** Unless it was taken out meanwhile. */
  function update(entry: OutboxEntry): void {
    if (find(entry.nonce) && current(entry.nonce)) put(entry);
  }

  function put(entry: OutboxEntry): void {
    // Another tab could do nothing with it.
    if (!files.has(entry.nonce) && rows.put(entry)) unsaved.delete(entry.nonce);
    else unsaved.add(entry.nonce);
    const others = store.getState().entries.filter(({ nonce }) => nonce !== entry.nonce);
    store.setState({ entries: [...others, entry] });
  }

  function take(nonce: string): void {
    dropLeaving(nonce);
    if (!find(nonce)) return;
    rows.remove(nonce);
    unsaved.delete(nonce);
    files.delete(nonce);
    store.setState({ entries: store.getState().entries.filter((entry) => entry.nonce !== nonce) });
  }

  function nextOrder(): number {
    const greatest = store.getState().entries.reduce((max, { order }) => Math.max(max, order), 0);
    return Math.max(ports.clock.now(), greatest + 1);
  }

  return {
    store,
    uploads,
    filesOf: (nonce) => files.get(nonce) ?? [],
    write(channelId, content, { reply, files: own = [] } = {}) {
      const order = nextOrder();
      const nonce = ports.unique();
      if (own.length > 0) files.set(nonce, own);
      const notes = own.map((draft) => ({ name: sentName(draft), size: draft.file.size }));
      put({
        nonce,
        channelId,
        content,
        order,
        writtenAtMs: ports.clock.now(),
        refusal: null,
        tried: false,
        ...(reply ? { reply } : {}),
        ...(notes.length > 0 ? { files: notes } : {}),
      });
      if (notes.length > 0 && !leading) void takeOver();
      sendDue();
    },
    retry(nonce) {
      const entry = find(nonce);
      if (entry) put(retried(entry, nextOrder(), ports.clock.now()));
      sendDue();
    },
    sendStale() {
      const nowMs = ports.clock.now();
      const stale = inOrder(store.getState().entries).filter(
        (entry) => entry.refusal === null && isStale(entry, nowMs),
      );
      for (const entry of stale) put(retried(entry, nextOrder(), nowMs));
      sendDue();
    },
    discard(nonce) {
      const entry = current(nonce);
      if (!entry || (entry.tried && !isUnfinished(nonce))) return false;
      take(nonce);
      cancels.get(nonce)?.abort(new Error("cancelled"));
      return true;
    },
    settled: take,
    damageTold: () => store.setState({ damaged: 0 }),
    wake: waits.wake,
    setLive(now) {
      const cameBack = now && !live;
      live = now;
      if (!cameBack) return sendDue();
      failures.clear();
      waits.endUnbidden();
      waits.wake();
      sendDue();
    },
    close() {
      closing.abort();
      unwatch();
      watched.cancel();
      waits.close();
    },
  };
}

/** What is said of a field says more than that the whole is wrong. */
function wordsOf(error: unknown): string {
  if (error instanceof ApiError) return Object.values(error.fields)[0] ?? error.message;
  return error instanceof Error ? error.message : "";
}

/** O4: answered before the server looked at the message. An earlier try may have gone further. */
function isNotTaken(error: unknown): boolean {
  return error instanceof ApiError && (error.status === 429 || error.status === 401);
}

/** The login ended while it was under way: kept for when the same user is back. */
function isLoggedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}
