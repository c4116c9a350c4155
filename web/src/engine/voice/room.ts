/**
 * The life of this tab in voice rooms, as a pure function: what happened goes in, what to do comes out.
 *
 * - RM1  One is in at most one room. What is said of another one than the room in question is not heard.
 * - RM2  Sound goes on until the server has answered: while one moves, and while a new session begins.
 * - RM3  A new session joins the same room again; so does a resumed one that was dropped while it was away.
 * - RM4  Who joined elsewhere, or was put out, is out at once, and asks for nothing. Who hides their address
 *        where no media server runs is put out with that reason.
 * - RM5  Who is out here is out there: what the server may have granted all the same is left.
 */
import type { Id, VoiceState } from "../wire.ts";
import { type VoiceFault, whyRefused } from "./faults.ts";
import type { RefusedData, RoomMode } from "./frames.ts";

export interface Place {
  guildId: Id;
  channelId: Id;
}

interface Inside {
  phase: "in";
  place: Place;
  mode: RoomMode;
  /** The server let go of it while the connection was away. */
  isDropped: boolean;
}

export type RoomState =
  | { phase: "out" }
  /** `from`: where one is still heard meanwhile. */
  | { phase: "asking"; place: Place; from: Inside | null }
  | Inside;

export type RoomInput =
  | { type: "join"; place: Place }
  | { type: "leave" }
  | { type: "mode"; data: RoomMode }
  | { type: "refused"; data: RefusedData }
  /** What the server says of where oneself is; `live`: as it happens, not replayed. */
  | { type: "own"; state: VoiceState; sessionId: string | null; live: boolean }
  /** A session began; `isNew`: the server knows nothing of the one before. */
  | { type: "began"; isNew: boolean }
  | { type: "resumed" }
  /** There is no such guild any more for oneself, or no such channel. */
  | { type: "gone"; guildId?: Id; channelId?: Id }
  /** Another tab joins a room. */
  | { type: "taken" }
  /** Nobody answered in time. */
  | { type: "late" };

export type RoomEffect =
  /** Tells the server, and waits for its answer for a while. */
  | { type: "ask"; place: Place }
  /** Without a place: wherever one is. */
  | { type: "leave"; place: Place | null }
  | { type: "connect"; mode: RoomMode }
  | { type: "disconnect" }
  | { type: "fault"; fault: VoiceFault };

export interface RoomStep {
  state: RoomState;
  effects: RoomEffect[];
}

export const OUT: RoomState = { phase: "out" };

export function step(state: RoomState, input: RoomInput): RoomStep {
  switch (input.type) {
    case "join":
      return ask(state, input.place);
    case "leave":
      return state.phase === "out" ? stay(state) : end([{ type: "leave", place: state.place }]);
    case "mode":
      return connect(state, input.data);
    case "refused":
      return refused(state, input.data);
    case "own":
      return moved(state, input);
    case "began":
      return began(state, input.isNew);
    case "resumed":
      return state.phase === "asking" || (state.phase === "in" && state.isDropped)
        ? ask(state, state.place)
        : stay(state);
    case "gone":
      return gone(state, input);
    case "taken":
      return state.phase === "out" ? stay(state) : end([{ type: "fault", fault: "elsewhere" }]);
    case "late":
      return late(state);
    default:
      return input satisfies never;
  }
}

function stay(state: RoomState): RoomStep {
  return { state, effects: [] };
}

function end(effects: RoomEffect[]): RoomStep {
  return { state: OUT, effects: [{ type: "disconnect" }, ...effects] };
}

/** RM2 */
function ask(state: RoomState, place: Place): RoomStep {
  const from = state.phase === "in" ? state : state.phase === "asking" ? state.from : null;
  return { state: { phase: "asking", place, from }, effects: [{ type: "ask", place }] };
}

function connect(state: RoomState, mode: RoomMode): RoomStep {
  // RM5
  if (state.phase === "out") return { state, effects: [{ type: "leave", place: null }] };
  // RM1: who moves hears of the old room for a while.
  if (state.phase === "asking" && state.place.channelId !== mode.channel_id) return stay(state);
  const place = { guildId: state.place.guildId, channelId: mode.channel_id };
  return { state: { phase: "in", place, mode, isDropped: false }, effects: [{ type: "connect", mode }] };
}

function refused(state: RoomState, data: RefusedData): RoomStep {
  if (state.phase === "out" || state.place.channelId !== data.channel_id) return stay(state);
  const fault: RoomEffect = { type: "fault", fault: whyRefused(data.code) };
  if (state.phase === "asking") return giveUp(state, fault);
  // RM4: of whoever is in, other refusals are about their connection, which is tried again.
  return fault.fault === "addressHidden" ? end([fault]) : stay(state);
}

function late(state: RoomState): RoomStep {
  if (state.phase !== "asking") return stay(state);
  const fault: RoomEffect = { type: "fault", fault: "noAnswer" };
  const { state: next, effects } = giveUp(state, fault);
  if (next.phase === "out") return { state: next, effects };
  // It may have been heard all the same.
  const { from } = state;
  const again = from ? ask(from, from.place) : { state: next, effects: [] };
  return { state: again.state, effects: [...effects, ...again.effects] };
}

/** Back to where one was; but who only wanted to be back there is nowhere now. */
function giveUp(state: RoomState & { phase: "asking" }, fault: RoomEffect): RoomStep {
  const { from, place } = state;
  if (!from || from.place.channelId === place.channelId) return end([fault, { type: "leave", place }]);
  return { state: from, effects: [fault] };
}

/** RM4 */
function gone(state: RoomState, { guildId, channelId }: RoomInput & { type: "gone" }): RoomStep {
  if (state.phase === "out") return stay(state);
  const { place } = state;
  const isMeant = guildId === place.guildId || channelId === place.channelId;
  return isMeant ? end([{ type: "fault", fault: "ended" }]) : stay(state);
}

/** RM4 */
function moved(state: RoomState, input: RoomInput & { type: "own" }): RoomStep {
  if (state.phase === "out") return stay(state);
  return state.phase === "in" ? movedFrom(state, input) : movedMeanwhile(state, input);
}

/** Whoever is not where they were when they asked does not go back there. */
function movedMeanwhile(
  state: RoomState & { phase: "asking" },
  { state: own, sessionId }: RoomInput & { type: "own" },
): RoomStep {
  const { from } = state;
  if (!from || (own.channel_id === null && own.guild_id !== from.place.guildId)) return stay(state);
  const isStill = own.channel_id === from.place.channelId && own.session_id === sessionId;
  return isStill ? stay(state) : { state: { ...state, from: null }, effects: [] };
}

function movedFrom(state: Inside, { state: own, sessionId, live }: RoomInput & { type: "own" }): RoomStep {
  if (own.channel_id === null) {
    // Of two guilds the former one tells last that one is not there any more.
    if (own.guild_id !== state.place.guildId) return stay(state);
    return live
      ? end([{ type: "fault", fault: "ended" }])
      : { state: { ...state, isDropped: true }, effects: [] };
  }
  return own.session_id === sessionId ? stay(state) : end([{ type: "fault", fault: "elsewhere" }]);
}

/** RM3 */
function began(state: RoomState, isNew: boolean): RoomStep {
  if (state.phase === "out") return stay(state);
  const { state: next, effects } = ask(state, state.place);
  // What the same session missed is told only to whoever joins.
  return isNew
    ? { state: next, effects }
    : { state: next, effects: [{ type: "leave", place: state.place }, ...effects] };
}
