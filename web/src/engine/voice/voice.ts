/**
 * Voice of a session in this tab: which room it is in, who is heard there, and how. Wiring only; the rules
 * are in the modules that it joins.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { OP_VOICE_SPEAKING, OP_VOICE_STATE } from "../gateway/frames.ts";
import { HOME } from "../guilds/home.ts";
import { timeOutEndMs } from "../guilds/time-outs.ts";
import type { Cancel, Ports } from "../ports.ts";
import type { Session } from "../session.ts";
import type { Id, VoiceState } from "../wire.ts";
import { createChoices, type KeptChoices } from "./choices.ts";
import type { VoiceFault } from "./faults.ts";
import type { RefusedData, RoomMode, SpeakingData } from "./frames.ts";
import { createHandover } from "./handover.ts";
import { createListening } from "./listening.ts";
import { measureLinks } from "./measuring.ts";
import type { VoiceMedia } from "./media.ts";
import { createOwnVoice } from "./own-voice.ts";
import { OUT, type Place, type RoomEffect, type RoomInput, type RoomState, step } from "./room.ts";
import { placeOfState, toldGuild } from "./states.ts";
import { toneFor } from "./tones.ts";
import type { Transport, TransportNeeds } from "./transport.ts";
import { NOWHERE, onlyAudible, type VoiceView, withLink, withSpeaking } from "./view.ts";
import { createWays } from "./ways.ts";

export interface Voice {
  store: StoreApi<VoiceView>;
  choices: KeptChoices;
  media: VoiceMedia;
  /** To be called by a press: browsers play and record only then. */
  join(place: Place): void;
  leave(): void;
  /** The key that opens the microphone is held, or let go. */
  push(isDown: boolean): void;
  /** What went wrong was read. */
  dismiss(): void;
  close(): void;
}

/** The server answers within a round trip. */
const ANSWER_MS_MAX = 5_000;

export function createVoice(
  { clock, shelf }: Pick<Ports, "clock" | "shelf">,
  session: Session,
  media: VoiceMedia,
): Voice {
  const self = session.user.id;
  const choices = createChoices(shelf);
  const store = createStore<VoiceView>(() => NOWHERE);
  let room: RoomState = OUT;
  let sessionId = session.id();
  /** What the server says of oneself. */
  let own: VoiceState | null = null;
  /** One left while there was no connection. */
  let isLeaving = false;
  let transport: Transport | null = null;
  const ways = createWays();
  let cancelAnswer: Cancel = () => undefined;
  let cancelMeasuring: Cancel = () => undefined;

  const listening = createListening(media, choices.store.getState());
  const ownVoice = createOwnVoice({
    clock,
    media,
    choices: choices.store.getState,
    maySpeak: () => !own?.mute && !own?.suppress && !own?.deaf,
    spoke,
    changed(microphoneFault) {
      store.setState({ microphoneFault });
      transport?.resend();
    },
  });
  const needs: TransportNeeds = {
    clock,
    media,
    send: session.say,
    sending: ownVoice.track,
    heard: listening.heard,
    linked: (userId, link) => store.setState(({ links }) => ({ links: withLink(links, userId, link) })),
    hidesAddress,
    fault(fault) {
      if (fault || store.getState().fault === "mediaUnreachable") store.setState({ fault });
    },
  };

  function hidesAddress(): boolean {
    return session.settings.store.getState()?.hide_address === true;
  }

  function input(event: RoomInput): void {
    const before = channelOf(room);
    const { state, effects } = step(room, event);
    const guildId = room.phase === "out" ? "" : room.place.guildId;
    room = state;
    for (const effect of effects) perform(effect, guildId);
    store.setState({ phase: room.phase, place: room.phase === "out" ? null : room.place });
    ring(before !== channelOf(room) && (channelOf(room) === null ? "left" : "joined"));
  }

  /** `guildId`: where one was, or wanted to be. */
  function perform(effect: RoomEffect, guildId: Id): void {
    switch (effect.type) {
      case "ask":
        tell(effect.place.guildId, effect.place.channelId);
        return awaitAnswer();
      case "leave":
        return leave(effect.place);
      case "connect":
        return connect(effect.mode);
      case "disconnect":
        return disconnect();
      case "fault":
        return fail(explained(effect.fault, guildId));
      default:
        effect satisfies never;
    }
  }

  function fail(fault: VoiceFault): void {
    cancelAnswer();
    store.setState({ fault });
  }

  /** A time-out says more than that one may not be there; and calls are no channels. */
  function explained(fault: VoiceFault, guildId: Id): VoiceFault {
    if (guildId === HOME && fault === "ended") return "outOfCall";
    const isShut = fault === "forbidden" || fault === "ended";
    const endMs = timeOutEndMs(session.guilds.getState().guilds[guildId]?.members[self]);
    return isShut && endMs !== null ? "timedOut" : fault;
  }

  function tell(guildId: Id | null, channel_id: Id | null): void {
    const guild_id = guildId && toldGuild(guildId);
    const { isMuted, isDeafened } = choices.store.getState();
    const own = { self_mute: isMuted || isDeafened, self_deaf: isDeafened, self_video: false };
    session.say({ op: OP_VOICE_STATE, d: { guild_id, channel_id, ...own } });
  }

  function leave(place: Place | null): void {
    // Without a connection it is said when there is one.
    isLeaving = !session.isReady();
    if (!isLeaving) tell(place?.guildId ?? null, null);
  }

  /** What was chosen without a connection was not heard. */
  function catchUp(): void {
    if (room.phase === "in") tell(room.place.guildId, room.place.channelId);
    if (room.phase === "out" && isLeaving) tell(null, null);
    isLeaving = false;
  }

  function awaitAnswer(): void {
    cancelAnswer();
    cancelAnswer = clock.after(ANSWER_MS_MAX, () => {
      // Without a connection it is asked again when there is one.
      if (session.isReady()) input({ type: "late" });
      else awaitAnswer();
    });
  }

  function connect(mode: RoomMode): void {
    cancelAnswer();
    // A server may want a way that this client does not know yet.
    if (!Object.hasOwn(ways, mode.mode)) {
      input({ type: "leave" });
      return fail("unsupported");
    }
    store.setState({ fault: null });
    if (!transport) {
      transport = createHandover(needs, ways);
      const { stats, protect } = transport;
      cancelMeasuring = measureLinks(clock, stats, (quality, samples) => {
        store.setState({ quality });
        protect(samples);
      });
    }
    transport.update(mode);
    silence(mode);
    const speaking = onlyAudible(store.getState().speaking, mode, self);
    store.setState({ speaking });
  }

  function endSound(): void {
    cancelMeasuring();
    transport?.close();
    transport = null;
  }

  function disconnect(): void {
    cancelAnswer();
    endSound();
    ownVoice.close();
    listening.close();
    own = null;
    const { fault, microphoneFault } = store.getState();
    store.setState({ ...NOWHERE, fault, microphoneFault });
  }

  /** Whom one may not hear, and nobody at all who is deaf. */
  function silence({ peers }: Pick<RoomMode, "peers">): void {
    const muted = peers.filter(({ mute }) => mute).map(({ user_id }) => user_id);
    listening.silence(own?.deaf ? null : new Set(muted));
  }

  function spoke(speaking: boolean): void {
    store.setState((view) => ({ speaking: withSpeaking(view.speaking, self, speaking) }));
    tellSpeaking(speaking);
  }

  /** The media server hears by itself who speaks. */
  function tellSpeaking(speaking: boolean): void {
    if (room.phase !== "in" || room.mode.mode !== "mesh") return;
    const d = { channel_id: room.mode.channel_id, peer_id: room.mode.self, speaking };
    session.say({ op: OP_VOICE_SPEAKING, d });
  }

  function heard(name: string, data: unknown, live: boolean): void {
    switch (name) {
      case "READY":
        return began((data as { session_id?: string }).session_id ?? null);
      case "RESUMED":
        input({ type: "resumed" });
        catchUp();
        return transport?.wake();
      case "GUILD_DELETE": {
        const { id: guildId, unavailable } = data as { id: Id; unavailable?: boolean };
        return unavailable ? undefined : input({ type: "gone", guildId });
      }
      case "CHANNEL_DELETE":
        return input({ type: "gone", channelId: (data as { id: Id }).id });
      case "VOICE_STATE_UPDATE":
        return moved({ ...(data as VoiceState), guild_id: placeOfState(data as VoiceState) }, live);
      case "X_VOICE_MODE":
        return input({ type: "mode", data: data as RoomMode });
      case "X_VOICE_SIGNAL":
      case "X_VOICE_MEDIA":
        return transport?.signal(data);
      case "X_VOICE_SPEAKING":
        return othersSpoke(data as SpeakingData);
      case "X_VOICE_REFUSED":
        return input({ type: "refused", data: data as RefusedData });
      case "X_VOICE_TAKEN":
        return input({ type: "taken" });
      default:
        return;
    }
  }

  function began(id: string | null): void {
    const isNew = id !== sessionId;
    sessionId = id;
    input({ type: "began", isNew });
    catchUp();
  }

  function moved(state: VoiceState, live: boolean): void {
    if (state.user_id !== self)
      return ring(live && toneFor(before(state), state.channel_id, channelOf(room)));
    if (room.phase === "out") return;
    if (state.channel_id === null && state.guild_id !== room.place.guildId) return;
    own = state.channel_id === null ? null : state;
    input({ type: "own", state, sessionId, live });
    if (room.phase === "in") silence(room.mode);
    ownVoice.follow();
  }

  /** Where somebody was until now. */
  function before({ guild_id, user_id }: VoiceState): Id | null {
    const guild = session.guilds.getState().guilds[guild_id ?? ""];
    return guild?.voice[user_id]?.channel_id ?? null;
  }

  function othersSpoke({ channel_id, peer_id, speaking }: SpeakingData): void {
    if (room.phase !== "in" || room.mode.channel_id !== channel_id) return;
    const { mode } = room;
    const peer = mode.peers.find((one) => one.peer_id === peer_id);
    if (peer?.mute) return;
    store.setState((view) => ({ speaking: withSpeaking(view.speaking, peer?.user_id, speaking) }));
  }

  function ring(tone: "joined" | "left" | false): void {
    if (tone && choices.store.getState().hasTones) media.tone(tone);
  }

  const unfollow = choices.store.subscribe((next, last) => {
    listening.follow(next);
    if (room.phase === "out") return;
    ownVoice.follow();
    if (next.isMuted === last.isMuted && next.isDeafened === last.isDeafened) return;
    tell(room.place.guildId, room.place.channelId);
  });
  /** On whichever device it is chosen. */
  let hid = hidesAddress();
  const unfollowSettings = session.settings.store.subscribe(() => {
    const hides = hidesAddress();
    if (hides === hid) return;
    hid = hides;
    if (room.phase === "in") transport?.update(room.mode);
  });
  const unlisten = session.listen(heard);

  return {
    store,
    choices,
    media,
    join(place) {
      if (!session.isReady()) return fail("offline");
      store.setState({ fault: null });
      if (room.phase === "out") void ownVoice.open();
      isLeaving = false;
      input({ type: "join", place });
    },
    leave: () => input({ type: "leave" }),
    push: ownVoice.push,
    dismiss: () => store.setState({ fault: null }),
    close() {
      input({ type: "leave" });
      unlisten();
      unfollow();
      unfollowSettings();
      choices.close();
    },
  };
}

/** Where one is heard. */
function channelOf(room: RoomState): Id | null {
  if (room.phase === "out") return null;
  if (room.phase === "in") return room.place.channelId;
  return room.from?.place.channelId ?? null;
}
