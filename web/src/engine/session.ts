/**
 * One signed-in user's live view of the server: every dispatch goes to the states that it concerns.
 * Wiring only; the rules are in the modules that it joins.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { createAcks } from "./acks.ts";
import { type Calls, NO_CALLS, reduceCalls } from "./calls.ts";
import { type Channels, createChannels } from "./channels.ts";
import { type Connection, createConnection } from "./connection.ts";
import { createDrafts, type Drafts } from "./drafts.ts";
import { type Friends, isBlocked, NO_FRIENDS, reduceFriends } from "./friends.ts";
import { type ClientFrame, OP_PRESENCE, OP_VIEWPORT, type ViewportData } from "./gateway/frames.ts";
import type { SubscribedEvent } from "./gateway/recovery.ts";
import {
  asGuildEvent,
  countThreadMessage,
  type GuildEvent,
  type GuildsState,
  NO_GUILDS,
  reduceGuilds,
} from "./guilds/guilds.ts";
import { HOME } from "./guilds/home.ts";
import type { SeenAs } from "./guilds/seen-as.ts";
import { watchTimeOuts } from "./guilds/time-outs.ts";
import { createIdleness } from "./idleness.ts";
import { createMemberRequests, type MemberQuery } from "./member-requests.ts";
import { createOutbox, type Outbox } from "./outbox/sender.ts";
import type { Cancel, Clock, Ports } from "./ports.ts";
import { noteReceipts, type Receipts, type ReceiptsEvent } from "./receipts.ts";
import type { RestClient } from "./rest/client.ts";
import type { Login } from "./rest/login.ts";
import { createUpload } from "./rest/upload.ts";
import { createSettings, type KeptSettings } from "./settings.ts";
import { idBefore } from "./snowflake.ts";
import { createTabGateway } from "./tabs/tab-gateway.ts";
import { type ChannelEventData, channelAction } from "./timeline/channel-events.ts";
import { createTypingBoard, type TypingBoard } from "./typing-board.ts";
import {
  type MessageAck,
  markRead,
  NOTHING_UNREAD,
  type Reader,
  reduceUnread,
  type UnreadState,
} from "./unread.ts";
import type { Channel, Id, Message, User } from "./wire.ts";
import { createWriting, type Writing } from "./writing.ts";

export interface Session {
  user: User;
  connection: Connection;
  guilds: StoreApi<GuildsState>;
  /** The guild that is shown as somebody with another role sees it. */
  seenAs: StoreApi<{ as: SeenAs | null }>;
  friends: StoreApi<Friends>;
  calls: StoreApi<Calls>;
  channels: Channels;
  unread: StoreApi<UnreadState>;
  settings: KeptSettings;
  typing: TypingBoard;
  outbox: Outbox;
  drafts: Drafts;
  writing: Writing;
  /** How far others got with the user's own messages. */
  receipts: StoreApi<Receipts>;
  noteReceipts(event: ReceiptsEvent): void;
  /** Rises whenever the pins of a channel change. */
  pins: StoreApi<Readonly<Record<Id, number>>>;
  /** The newest messages of a channel are on screen, until this is called back: what comes there is read. */
  view(channelId: Id): Cancel;
  /** All that is known of these channels was read. */
  markRead(channelIds: readonly Id[]): void;
  /** A message and what came after it is unread again. */
  markUnread(channelId: Id, messageId: Id): Promise<void>;
  /** A thread that no event told of: an archived one, or one that was just made. */
  learnThread(thread: Channel): void;
  /** A conversation that was opened just now, before an event tells of it. */
  learnConversation(channel: Channel): void;
  /** Asks for rows of a member list, and for what becomes of them. Without a connection it is dropped. */
  look(view: ViewportData): void;
  isReady(): boolean;
  /** Of the gateway; null before the first READY. */
  id(): string | null;
  /** Says something about a voice room. Without a connection it is dropped. */
  say(frame: ClientFrame): void;
  clock: Clock;
  /** Asks for members that are not known yet, with who of them is there; they come into `guilds`. */
  requestMembers(guildId: Id, query: MemberQuery): Promise<void>;
  /** Hears every event before it changes anything; `live` is false for what is replayed. */
  listen(heard: Listener): Cancel;
  /** Whether this is the tab that speaks for all of this login. */
  leads(): boolean;
  /** Tries to connect now rather than after the wait. */
  connect(): void;
  close(): void;
}

/** Between two heartbeats that say what is here. */
const CONFIRM_EVERY_MS = 1_000;
/** What brings a message; the last one to a tab whose other tab shows it. */
const BRINGS: ReadonlySet<string> = new Set(["MESSAGE_CREATE", "X_MENTION", "X_HEARD"]);

export type Listener = (name: string, data: unknown, live: boolean) => void;

export function createSession(ports: Ports, login: Login, rest: RestClient, user: User): Session {
  const guilds = createStore<GuildsState>(() => NO_GUILDS);
  const seenAs = createStore<{ as: SeenAs | null }>(() => ({ as: null }));
  const friends = createStore<Friends>(() => NO_FRIENDS);
  const calls = createStore<Calls>(() => NO_CALLS);
  const unread = createStore<UnreadState>(() => NOTHING_UNREAD);
  const settings = createSettings(rest, ports.clock);
  const listeners = new Set<Listener>();
  const typing = createTypingBoard(ports.clock, rest);
  /** The channels whose newest messages are on screen: one, and perhaps a thread of it. */
  const viewed = new Set<Id>();
  let ready = false;
  let sessionId: string | null = null;
  let confirmedAt = 0;
  let confirming: Cancel | null = null;
  /** False between a reconnect and the end of what is replayed. */
  let live = false;

  const gateway = createTabGateway(
    ports,
    {
      token: (renew) => (renew ? login.renew(login.token() ?? "") : login.freshToken()),
      address: async () => (await rest.request<{ url: string }>("GET", "/api/v10/gateway")).url,
    },
    { resuming: () => connection.resuming(), dispatch, phase },
    { user: user.id, unread: unread.getState },
  );
  const channels = createChannels(rest, gateway.send, ports.clock);
  const members = createMemberRequests(ports, gateway.send, () => ready);
  const outbox = createOutbox(ports, rest, {
    user: user.id,
    upload: createUpload(ports.upload, login),
    acknowledged: sent,
  });
  const acks = createAcks(rest, ports.clock);
  const drafts = createDrafts(ports.shelf, user.id);
  const writing = createWriting();
  const receipts = createStore<Receipts>(() => ({}));
  const pins = createStore<Readonly<Record<Id, number>>>(() => ({}));
  const endWatch = watchTimeOuts(guilds, ports.clock, user.id);
  const connection = createConnection(ports.clock, (isOnline) => outbox.setLive(isOnline));

  function phase(isReady: boolean, moved: boolean): void {
    if (ready && !isReady) {
      live = false;
      channels.sessionLost();
      members.lost();
      connection.lost(moved);
    }
    ready = isReady;
  }

  const reader = (): Reader => ({
    self: user.id,
    isViewed: (channelId) => viewed.has(channelId),
    isAhead: acks.isBehind,
    isBlocked: (id) => isBlocked(friends.getState(), id),
    roles: (guildId) => guilds.getState().guilds[guildId]?.members[user.id]?.roles ?? [],
  });

  function sent(message: Message): void {
    gateway.share("X_SENT", message);
    acknowledged(message);
  }

  /** A post of our own was answered: here, or in the tab that sends. */
  function acknowledged(message: Message): void {
    channels.apply(message.channel_id, { type: "acknowledged", message }, false);
    if (typeof message.nonce === "string") outbox.settled(message.nonce);
  }

  function dispatch(name: string, data: unknown): void {
    // What was made unread by hand stays so until it is looked at anew.
    if (name === "MESSAGE_ACK" && (data as MessageAck).manual) viewed.delete((data as MessageAck).channel_id);
    for (const heard of listeners) heard(name, data, live);
    confirm(name, data);
    react(name, data);
    settings.dispatch(name, data);
    friends.setState(reduceFriends(friends.getState(), name, data), true);
    calls.setState(reduceCalls(calls.getState(), name, data), true);
    const before = unread.getState();
    const after = reduceUnread(before, name, data, reader());
    if (after === before) return;
    unread.setState(after);
    if (name === "MESSAGE_ACK") return;
    for (const channelId of viewed) tellRead(channelId, before, after, isOwn(name, data));
  }

  /** Whoever wrote to the user hears at once that it is here. */
  function confirm(name: string, data: unknown): void {
    const channelId = BRINGS.has(name) ? (data as Message).channel_id : "";
    if (!guilds.getState().guilds[HOME]?.channels[channelId] || !gateway.leads() || confirming) return;
    // The server takes two heartbeats a second at most.
    const waitMs = Math.max(0, confirmedAt + CONFIRM_EVERY_MS - ports.clock.now());
    const tell = () => {
      confirming = null;
      confirmedAt = ports.clock.now();
      gateway.input({ type: "confirm" });
    };
    if (waitMs === 0) tell();
    else confirming = ports.clock.after(waitMs, tell);
  }

  /** The server knows that whoever writes has read what is above. */
  function isOwn(name: string, data: unknown): boolean {
    return name === "MESSAGE_CREATE" && (data as Message).author.id === user.id;
  }

  function readAll(channelId: Id): void {
    const before = unread.getState();
    const after = markRead(before, channelId);
    unread.setState(after);
    tellRead(channelId, before, after);
  }

  /** The other tabs have read what this one shows, and so has the server. */
  function tellRead(channelId: Id, before: UnreadState, after: UnreadState, isKnown = false): void {
    const id = after.read[channelId];
    if (id === undefined || id === before.read[channelId]) return;
    if (!isKnown) acks.read(channelId, id);
    gateway.share("MESSAGE_ACK", { channel_id: channelId, message_id: id });
  }

  function react(name: string, data: unknown): void {
    const guildEvent = asGuildEvent(name, data);
    if (guildEvent) return onGuildEvent(guildEvent);
    switch (name) {
      case "RESUMED":
        live = true;
        idleness.resumed();
        channels.sessionResumed();
        return connection.resumed();
      case "MESSAGE_CREATE":
        onChannelEvent(name, data);
        return onMessage(data as Message);
      case "CHANNEL_PINS_UPDATE":
        onChannelEvent(name, data);
        return pinsChanged((data as ChannelEventData).channel_id);
      case "X_SUBSCRIBED":
        channels.subscribed(data as SubscribedEvent);
        return connection.subscribed(data as SubscribedEvent);
      case "X_RECEIPTS":
        return receipts.setState(noteReceipts(receipts.getState(), data as ReceiptsEvent), true);
      case "X_SENT":
        return acknowledged(data as Message);
      case "TYPING_START":
        return onTyping(data as { channel_id: Id; user_id: Id });
      default:
        onChannelEvent(name, data);
    }
  }

  function onGuildEvent(event: GuildEvent): void {
    if (event.name === "GUILD_DELETE") forgetChannels(event.data.id);
    if (event.name === "CHANNEL_DELETE") forgetThreads(event.data);
    guilds.setState(reduceGuilds(guilds.getState(), event, user.id));
    switch (event.name) {
      case "READY":
        live = true;
        sessionId = event.data.session_id ?? null;
        idleness.began();
        return connection.started(channels.sessionStarted());
      case "CHANNEL_DELETE":
      case "THREAD_DELETE":
        return channels.forget(event.data.id);
      case "GUILD_MEMBERS_CHUNK":
        return members.chunk(event.data);
      case "USER_UPDATE":
        return login.renamed(event.data);
      default:
        return;
    }
  }

  /** The server has dropped their subscriptions: whoever comes back begins anew. */
  function forgetChannels(guildId: Id): void {
    const guild = guilds.getState().guilds[guildId];
    Object.keys({ ...guild?.channels, ...guild?.threads }).forEach(channels.forget);
  }

  function forgetThreads({ id, guild_id = "" }: Channel): void {
    const threads = Object.values(guilds.getState().guilds[guild_id]?.threads ?? {});
    for (const thread of threads) if (thread.parent_id === id) channels.forget(thread.id);
  }

  function onMessage(message: Message): void {
    typing.ended(message.channel_id, message.author.id);
    guilds.setState(countThreadMessage(guilds.getState(), message.guild_id ?? "", message));
    const isOwn = message.author.id === user.id;
    if (isOwn && typeof message.nonce === "string") outbox.settled(message.nonce);
  }

  function onChannelEvent(name: string, data: unknown): void {
    const action = channelAction(name, data, user.id);
    if (!action) return;
    const { channel_id, x_seq } = data as ChannelEventData;
    if (x_seq !== undefined) connection.channelEvent(channel_id);
    channels.apply(channel_id, action, live);
  }

  function pinsChanged(channelId: Id): void {
    pins.setState(({ [channelId]: version = 0 }) => ({ [channelId]: version + 1 }));
  }

  function onTyping({ channel_id, user_id }: { channel_id: Id; user_id: Id }): void {
    if (user_id !== user.id) typing.started(channel_id, user_id);
  }

  const unwatch = ports.surroundings.watch((what) => {
    if (what === "hidden") return acks.hurry();
    if (what === "used") return idleness.used();
    if (what === "visible") outbox.wake();
    else connection.network(what === "online");
    gateway.input({ type: what === "offline" ? "doubt" : "hope" });
  });
  const idleness = createIdleness(ports.clock, ports.shelf, (status) => {
    gateway.send({ op: OP_PRESENCE, d: { status, since: null, activities: [], afk: status === "idle" } });
  });
  if (!ports.surroundings.isOnline()) connection.network(false);
  gateway.input({ type: "start" });

  return {
    user,
    connection,
    guilds,
    seenAs,
    friends,
    calls,
    channels,
    unread,
    settings,
    typing,
    outbox,
    drafts,
    writing,
    receipts,
    noteReceipts: (event) => react("X_RECEIPTS", event),
    pins,
    view(channelId) {
      viewed.add(channelId);
      readAll(channelId);
      return () => void viewed.delete(channelId);
    },
    markRead(channelIds) {
      for (const channelId of channelIds) readAll(channelId);
    },
    markUnread: (channelId, messageId) => acks.set(channelId, idBefore(messageId)),
    learnThread: (data) => onGuildEvent({ name: "THREAD_UPDATE", data }),
    learnConversation: (data) => onGuildEvent({ name: "CHANNEL_CREATE", data }),
    look: (d) => gateway.send({ op: OP_VIEWPORT, d }),
    isReady: () => ready,
    id: () => sessionId,
    say: gateway.send,
    clock: ports.clock,
    requestMembers: members.ask,
    listen(heard) {
      listeners.add(heard);
      return () => void listeners.delete(heard);
    },
    leads: gateway.leads,
    connect: () => gateway.input({ type: "hope" }),
    close() {
      unwatch();
      endWatch();
      idleness.close();
      confirming?.();
      gateway.input({ type: "stop" });
      members.lost();
      connection.close();
      settings.close();
      outbox.close();
      acks.close();
      drafts.close();
      typing.close();
    },
  };
}
