/**
 * The life of the gateway connection, as a pure function: what happened goes in, what to do comes
 * out. Sockets, timers and tokens are the shell's (`socket.ts`).
 *
 * - G1  A session is resumed as long as the server may know it; only its no leads to IDENTIFY.
 * - G2  A socket that does not answer a heartbeat is dead, whatever the browser says of it.
 * - G3  Between two tries lies a growing, partly random wait; good news from outside ends it.
 */
import { backoffMs } from "../backoff.ts";
import {
  CLOSE_END_SESSION,
  CLOSE_KEEP_SESSION,
  type ClientFrame,
  identifyFrame,
  OP_DISPATCH,
  OP_HEARTBEAT,
  OP_HEARTBEAT_ACK,
  OP_HELLO,
  OP_INVALID_SESSION,
  OP_RECONNECT,
  OP_RESUME,
  type ServerFrame,
} from "./frames.ts";

const RETRY_CAP_MS = 15_000;
/** From asking for the socket to READY or RESUMED. */
const OPENING_MS_MAX = 15_000;
/** How long the answer to a heartbeat may take that was sent out of doubt. */
const PROBE_MS_MAX = 4_000;
/** The try from which the wait counts when the server asked for patience. */
const PATIENT_ATTEMPT = 4;

export interface ResumableSession {
  id: string;
  url: string | null;
  seq: number;
}

export type Phase = "stopped" | "waiting" | "opening" | "greeting" | "entering" | "ready";

export interface GatewayState {
  phase: Phase;
  session: ResumableSession | null;
  /** Tries since the last READY or RESUMED. */
  attempt: number;
  token: string;
  beat: { intervalMs: number; answered: boolean } | null;
}

export type Timer = "beat" | "retry" | "deadline";

export type Input =
  | { type: "start" }
  | { type: "stop" }
  | { type: "opened"; token: string }
  | { type: "frame"; frame: ServerFrame }
  | { type: "closed"; code: number }
  | { type: "timer"; timer: Timer }
  /** The network came back, or somebody looks at the page again, or presses. */
  | { type: "hope" }
  /** A request got no answer, or the browser says that the network is gone. */
  | { type: "doubt" }
  /** What came is to be known as delivered. */
  | { type: "confirm" };

export type Effect =
  /** `renewToken`: the token was refused. `url` null: ask the server for the address. */
  | { type: "open"; url: string | null; renewToken: boolean }
  | { type: "close"; code: number }
  | { type: "send"; frame: ClientFrame }
  | { type: "timer"; timer: Timer; ms: number }
  | { type: "clear-timers" }
  | { type: "resuming" }
  | { type: "dispatch"; name: string; data: unknown };

export interface Step {
  state: GatewayState;
  effects: Effect[];
}

export const STOPPED: GatewayState = { phase: "stopped", session: null, attempt: 0, token: "", beat: null };

export function step(state: GatewayState, input: Input, random: number): Step {
  if (state.phase === "stopped" && input.type !== "start") return { state, effects: [] };
  switch (input.type) {
    case "start":
      return state.phase === "stopped" ? open(state, false) : { state, effects: [] };
    case "stop":
      return {
        state: STOPPED,
        effects: [{ type: "clear-timers" }, { type: "close", code: CLOSE_END_SESSION }],
      };
    case "opened":
      return { state: { ...state, phase: "greeting", token: input.token }, effects: [] };
    case "frame":
      return onFrame(state, input.frame, random);
    case "closed":
      return onClosed(state, input.code, random);
    case "timer":
      return onTimer(state, input.timer, random);
    case "hope":
      return isOpening(state) ? reopen(state) : probe(state);
    case "doubt":
      return probe(state);
    case "confirm":
      return { state, effects: state.phase === "ready" ? [heartbeat(state)] : [] };
    default:
      return input satisfies never;
  }
}

function open(state: GatewayState, renewToken: boolean): Step {
  // An address that failed twice may be gone for good: then the server is asked again.
  const url = state.attempt < 2 ? (state.session?.url ?? null) : null;
  return {
    state: { ...state, phase: "opening", beat: null, attempt: state.attempt + 1 },
    effects: [
      { type: "clear-timers" },
      { type: "timer", timer: "deadline", ms: OPENING_MS_MAX },
      { type: "open", url, renewToken },
    ],
  };
}

/** Before the first word of the server. */
function isOpening({ phase }: GatewayState): boolean {
  return phase === "waiting" || phase === "opening" || phase === "greeting";
}

/** G3: what hangs is given up too. It was not refused, and does not count as one more failure. */
function reopen(state: GatewayState): Step {
  const attempt = state.phase === "waiting" ? state.attempt : state.attempt - 1;
  return open({ ...state, attempt }, false);
}

function wait(state: GatewayState, random: number): Step {
  const ms = backoffMs(Math.max(0, state.attempt - 1), random, { capMs: RETRY_CAP_MS });
  return {
    state: { ...state, phase: "waiting", beat: null },
    effects: [{ type: "clear-timers" }, { type: "timer", timer: "retry", ms }],
  };
}

/** G2: gives the socket up and tries again. */
function abandon(state: GatewayState, random: number): Step {
  const { state: next, effects } = wait(state, random);
  return { state: next, effects: [{ type: "close", code: CLOSE_KEEP_SESSION }, ...effects] };
}

function onFrame(state: GatewayState, frame: ServerFrame, random: number): Step {
  switch (frame.op) {
    case OP_HELLO:
      return greet(state, frame.d.heartbeat_interval, random);
    case OP_HEARTBEAT:
      return { state, effects: [heartbeat(state)] };
    case OP_HEARTBEAT_ACK:
      return {
        state: state.beat ? { ...state, beat: { ...state.beat, answered: true } } : state,
        effects: [],
      };
    case OP_RECONNECT: {
      const { state: next, effects } = open({ ...state, attempt: 0 }, false);
      return { state: next, effects: [{ type: "close", code: CLOSE_KEEP_SESSION }, ...effects] };
    }
    case OP_INVALID_SESSION:
      if (frame.d) return abandon(state, random);
      return {
        state: { ...state, phase: "entering", session: null },
        effects: [{ type: "send", frame: identifyFrame(state.token) }],
      };
    case OP_DISPATCH:
      return onDispatch(state, frame.s, frame.t, frame.d);
    case "voice":
      return { state, effects: [{ type: "dispatch", name: frame.t, data: frame.d }] };
    default:
      return frame satisfies never;
  }
}

function greet(state: GatewayState, intervalMs: number, random: number): Step {
  const next: GatewayState = { ...state, phase: "entering", beat: { intervalMs, answered: true } };
  const first: Effect = { type: "timer", timer: "beat", ms: Math.round(intervalMs * random) };
  if (!state.session)
    return { state: next, effects: [first, { type: "send", frame: identifyFrame(state.token) }] };
  const { id, seq } = state.session;
  const d = { token: state.token, session_id: id, seq };
  return {
    state: next,
    effects: [first, { type: "resuming" }, { type: "send", frame: { op: OP_RESUME, d } }],
  };
}

function onDispatch(state: GatewayState, s: number, name: string, data: unknown): Step {
  const effects: Effect[] = [{ type: "dispatch", name, data }];
  if (name === "READY") {
    const { session_id, resume_gateway_url } = data as { session_id: string; resume_gateway_url?: string };
    const session = { id: session_id, url: resume_gateway_url ?? null, seq: s };
    return enter({ ...state, session }, effects);
  }
  const session = state.session && { ...state.session, seq: s };
  if (name === "RESUMED") return enter({ ...state, session }, effects);
  return { state: { ...state, session }, effects };
}

function enter(state: GatewayState, effects: Effect[]): Step {
  const beat = state.beat;
  const timers: Effect[] = beat
    ? [{ type: "clear-timers" }, { type: "timer", timer: "beat", ms: beat.intervalMs }]
    : [{ type: "clear-timers" }];
  return { state: { ...state, phase: "ready", attempt: 0 }, effects: [...timers, ...effects] };
}

function onClosed(state: GatewayState, code: number, random: number): Step {
  if (state.phase === "waiting") return { state, effects: [] };
  switch (code) {
    case 4004:
      // The token ran out, or the login ended: the refresh knows which. Twice is no accident.
      if (state.attempt > 1) return wait({ ...state, session: null }, random);
      return open(state, true);
    case 4000:
      // Someone else has the session now: to resume it would be to fight over it.
      return wait({ ...state, session: null, attempt: PATIENT_ATTEMPT }, random);
    case 4008:
      return wait({ ...state, attempt: Math.max(state.attempt, PATIENT_ATTEMPT) }, random);
    case 1000:
    case 1001:
    case 4002:
    case 4003:
    case 4005:
      return wait({ ...state, session: null }, random);
    default:
      return wait(state, random);
  }
}

function onTimer(state: GatewayState, timer: Timer, random: number): Step {
  switch (timer) {
    case "retry":
      return open(state, false);
    case "deadline":
      return abandon(state, random);
    case "beat":
      if (!state.beat) return { state, effects: [] };
      if (!state.beat.answered) return abandon(state, random);
      return {
        state: { ...state, beat: { ...state.beat, answered: false } },
        effects: [heartbeat(state), { type: "timer", timer: "beat", ms: state.beat.intervalMs }],
      };
    default:
      return timer satisfies never;
  }
}

/** A heartbeat out of turn, whose answer may not take long. */
function probe(state: GatewayState): Step {
  if (state.phase !== "ready" || !state.beat?.answered) return { state, effects: [] };
  return {
    state: { ...state, beat: { ...state.beat, answered: false } },
    effects: [heartbeat(state), { type: "timer", timer: "beat", ms: PROBE_MS_MAX }],
  };
}

function heartbeat(state: GatewayState): Effect {
  return { type: "send", frame: { op: OP_HEARTBEAT, d: state.session?.seq ?? null } };
}
