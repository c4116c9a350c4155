/**
 * A server small enough to read: sessions with rings, channels with logs, catch-up by cursor. Nothing
 * moves by itself: a test says when a frame is taken, and when one arrives.
 */
import type { SocketLike } from "../ports.ts";
import type { Id, Message } from "../wire.ts";
import type { FakeTab } from "./fake-browser.ts";
import type { FakeAnswer, FakeRequest } from "./fake-ports.ts";
import { ada, guildCreate, message } from "./samples.ts";

/** More missed than this is a reset. */
const REPLAY_MAX = 4;

type LogEntry =
  | { kind: "create" | "delete"; message: Message }
  | { kind: "react" | "unreact"; message: Message; emoji: string; user: Id };
type Frame = { op: number; d?: unknown; s?: number; t?: string };

interface ServerSession {
  id: string;
  s: number;
  ring: Frame[];
  socket: ServerSocket | null;
  live: Set<Id>;
  /** Asked for, and not caught up yet. */
  asked: { channel: Id; after: number | null }[];
}

class ServerSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly toServer: Frame[] = [];
  readonly toClient: Frame[] = [];
  session: ServerSession | null = null;
  isOpen = true;

  constructor(
    readonly tab: FakeTab,
    readonly closed: (socket: ServerSocket, code: number) => void,
  ) {}

  send(text: string): void {
    if (this.isOpen) this.toServer.push(JSON.parse(text));
  }

  close(code = 1005): void {
    if (this.isOpen) this.closed(this, code);
  }
}

export class FakeServer {
  readonly channels = ["10", "12", "13"];
  readonly #logs = new Map<Id, LogEntry[]>(this.channels.map((id) => [id, []]));
  readonly stored = new Map<Id, Message[]>(this.channels.map((id) => [id, []]));
  /** Who reacted with what, by message, in the order of first use. */
  readonly #reactions = new Map<Id, Map<string, Set<Id>>>();
  #sessions: ServerSession[] = [];
  #sockets: ServerSocket[] = [];
  #made = 0;

  /** The tab's network leads here. */
  serve(tab: FakeTab): void {
    tab.openSocket = () => {
      const socket = new ServerSocket(tab, (closed, code) => this.#drop(closed, code));
      this.#sockets.push(socket);
      socket.toClient.push({ op: -1 }, { op: 10, d: { heartbeat_interval: 40_000 } });
      return socket;
    };
    tab.handler = (request) => (tab.isGone ? new Promise(() => undefined) : this.#answer(request));
  }

  get liveSessions(): number {
    return this.#sessions.filter(({ socket }) => socket !== null).length;
  }

  post(channel: Id, part: Partial<Message> = {}): Message {
    const known = this.stored.get(channel)?.find(({ nonce }) => nonce != null && nonce === part.nonce);
    if (known) return known;
    const sent = message(++this.#made, { channel_id: channel, ...part });
    this.stored.get(channel)?.push(sent);
    this.#log(channel, { kind: "create", message: sent });
    return sent;
  }

  /** Deletes what somebody else said: an answer to a post knows nothing of a deletion that overtook it. */
  delete(channel: Id, pick: number): void {
    const stored = this.stored.get(channel) ?? [];
    const theirs = stored.filter(({ author }) => author.id !== ada.id);
    const gone = theirs[pick % Math.max(1, theirs.length)];
    if (!gone) return;
    stored.splice(stored.indexOf(gone), 1);
    this.#log(channel, { kind: "delete", message: gone });
  }

  /** Somebody reacts to a message, or takes it back. */
  toggle(channel: Id, pick: number, emoji: string, user: Id): void {
    const stored = this.stored.get(channel) ?? [];
    const about = stored[pick % Math.max(1, stored.length)];
    if (!about) return;
    const all = this.#reactions.get(about.id) ?? new Map<string, Set<Id>>();
    this.#reactions.set(about.id, all);
    const users = all.get(emoji) ?? new Set();
    const isOn = !users.has(user);
    if (isOn) all.set(emoji, users.add(user));
    else users.delete(user);
    if (users.size === 0) all.delete(emoji);
    this.#log(channel, { kind: isOn ? "react" : "unreact", message: about, emoji, user });
  }

  /** As REST shows it to the user of the tabs. */
  shown(message: Message): Message {
    const all = [...(this.#reactions.get(message.id) ?? [])];
    const reactions = all.map(([name, users]) => ({
      emoji: { id: null, name },
      count: users.size,
      me: users.has(ada.id),
    }));
    return { ...message, reactions };
  }

  /** Takes frames that clients sent, and goes on with what they asked for. */
  work(count: number): void {
    for (const socket of this.#sockets)
      for (const frame of socket.toServer.splice(0, count)) this.#take(socket, frame);
    for (const session of this.#sessions)
      for (const ask of session.asked.splice(0, count)) this.#catchUp(session, ask);
  }

  /** Frames arrive at the clients. */
  arrive(count: number): void {
    for (const socket of [...this.#sockets]) {
      for (const frame of socket.toClient.splice(0, count)) {
        if (!socket.isOpen || socket.tab.isGone) break;
        if (frame.op === -1) socket.onopen?.();
        else socket.onmessage?.({ data: JSON.stringify(frame) });
      }
    }
  }

  get isQuiet(): boolean {
    const pending = (socket: ServerSocket) => socket.toServer.length + socket.toClient.length;
    return (
      this.#sockets.every((socket) => pending(socket) === 0) &&
      this.#sessions.every(({ asked }) => asked.length === 0)
    );
  }

  /** Every connection breaks; a restarted server knows no session any more. */
  cut(restart: boolean): void {
    for (const socket of [...this.#sockets]) this.#break(socket);
    if (restart) this.#sessions = [];
  }

  crashed(tab: FakeTab): void {
    for (const socket of this.#sockets.filter((one) => one.tab === tab)) this.#drop(socket, 1001);
  }

  #break(socket: ServerSocket): void {
    this.#drop(socket, 4900);
    if (!socket.tab.isGone) socket.onclose?.({ code: 1006 });
  }

  #drop(socket: ServerSocket, code: number): void {
    socket.isOpen = false;
    this.#sockets = this.#sockets.filter((other) => other !== socket);
    const { session } = socket;
    if (session?.socket === socket) session.socket = null;
    if (code === 1000 || code === 1001) this.#sessions = this.#sessions.filter((other) => other !== session);
  }

  #take(socket: ServerSocket, { op, d }: Frame): void {
    switch (op) {
      case 2:
        return this.#identify(socket);
      case 6:
        return this.#resume(socket, d as { session_id: string; seq: number });
      case 100: {
        const { channel_id, after = null } = d as { channel_id: Id; after?: number };
        socket.session?.live.delete(channel_id);
        if (socket.session) {
          socket.session.asked = socket.session.asked.filter(({ channel }) => channel !== channel_id);
          socket.session.asked.push({ channel: channel_id, after });
        }
        return;
      }
      case 101:
        socket.session?.live.delete((d as { channel_id: Id }).channel_id);
        return;
      default:
        return;
    }
  }

  #identify(socket: ServerSocket): void {
    const session: ServerSession = {
      id: `s${++this.#made}`,
      s: 0,
      ring: [],
      socket,
      live: new Set(),
      asked: [],
    };
    socket.session = session;
    this.#sessions.push(session);
    this.#dispatch(session, "READY", { session_id: session.id, guilds: [{ id: "1" }], read_state: [] });
    this.#dispatch(session, "GUILD_CREATE", guildCreate());
  }

  #resume(socket: ServerSocket, { session_id, seq }: { session_id: string; seq: number }): void {
    const session = this.#sessions.find(({ id }) => id === session_id);
    if (!session) return void socket.toClient.push({ op: 9, d: false });
    session.socket = socket;
    socket.session = session;
    socket.toClient.push(...session.ring.filter(({ s = 0 }) => s > seq));
    this.#dispatch(session, "RESUMED", {});
  }

  #dispatch(session: ServerSession, t: string, d: unknown): void {
    const frame = { op: 0, s: ++session.s, t, d };
    session.ring.push(frame);
    session.socket?.toClient.push(frame);
  }

  #log(channel: Id, entry: LogEntry): void {
    const log = this.#logs.get(channel) ?? [];
    log.push(entry);
    for (const session of this.#sessions)
      if (session.live.has(channel)) this.#tell(session, entry, log.length);
  }

  #tell(session: ServerSession, entry: LogEntry, x_seq: number): void {
    const { id, channel_id } = entry.message;
    switch (entry.kind) {
      case "create":
        return this.#dispatch(session, "MESSAGE_CREATE", { ...entry.message, x_seq });
      case "delete":
        return this.#dispatch(session, "MESSAGE_DELETE", { id, channel_id, x_seq });
      default: {
        const name = entry.kind === "react" ? "MESSAGE_REACTION_ADD" : "MESSAGE_REACTION_REMOVE";
        const emoji = { id: null, name: entry.emoji };
        this.#dispatch(session, name, { channel_id, message_id: id, user_id: entry.user, emoji, x_seq });
      }
    }
  }

  #catchUp(session: ServerSession, { channel, after }: { channel: Id; after: number | null }): void {
    const log = this.#logs.get(channel) ?? [];
    const head = log.length;
    const reset = after !== null && (head - after > REPLAY_MAX || after > head);
    const missed =
      after === null || reset ? [] : log.slice(after).map((entry, at) => ({ entry, xSeq: after + at + 1 }));
    const stored = this.stored.get(channel) ?? [];
    const told = missed.filter(({ entry }) => entry.kind === "delete" || stored.includes(entry.message));
    for (const { entry, xSeq } of told) this.#tell(session, entry, xSeq);
    session.live.add(channel);
    this.#dispatch(session, "X_SUBSCRIBED", { channel_id: channel, head, replayed: told.length, reset });
  }

  #answer({ method, path, body, query }: FakeRequest): FakeAnswer {
    if (path === "/api/x/auth/refresh")
      return { status: 200, body: { user: ada, access_token: "tok", expires_in: 900 } };
    if (path === "/api/v10/gateway") return { status: 200, body: { url: "ws://confab.test/gateway" } };
    const [, channel, one] = /^\/api\/v10\/channels\/(\d+)\/messages(?:\/(\d+))?$/.exec(path) ?? [];
    if (!channel) return { status: 204 };
    if (one !== undefined) {
      const found = this.stored.get(channel)?.find(({ id }) => id === one);
      return found
        ? { status: 200, body: this.shown(found) }
        : { status: 404, body: { code: 10_008, message: "Unknown Message" } };
    }
    if (method === "POST")
      return { status: 200, body: this.post(channel, { author: ada, ...(body as Partial<Message>) }) };
    const limit = Number(query.get("limit"));
    const before = query.get("before");
    const stored = this.stored.get(channel) ?? [];
    const list = before ? stored.filter(({ id }) => BigInt(id) < BigInt(before)) : stored;
    return {
      status: 200,
      body: list
        .slice(-limit)
        .reverse()
        .map((stored) => this.shown(stored)),
    };
  }
}
