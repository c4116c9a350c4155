/**
 * The shell round the gateway's state machine: owns the socket and the timers, fetches the token and
 * the address. Decides nothing.
 */
import type { Cancel, Ports, SocketLike } from "../ports.ts";
import { CLOSE_KEEP_SESSION, type ClientFrame, readFrame } from "./frames.ts";
import { type Effect, type Input, STOPPED, step, type Timer } from "./machine.ts";

export interface GatewayNeeds {
  /** Null: nobody is signed in. Throws when nobody answers. */
  token(renew: boolean): Promise<string | null>;
  /** The gateway's address, as the server gives it. */
  address(): Promise<string>;
}

export interface GatewayListener {
  resuming(): void;
  dispatch(name: string, data: unknown): void;
  /**
   * Whether the session is live. `moved`: it went because another tab leads from now on, not because
   * the connection broke.
   */
  phase(ready: boolean, moved: boolean): void;
}

export interface Gateway {
  input(input: Input): void;
  /** Lost when the session is not live: whoever sends subscribes again on READY. */
  send(frame: ClientFrame): void;
  /** Tells the other tabs over this session of something, as a dispatch that only they hear. */
  share(name: string, data: unknown): void;
  /** Whether this tab holds the session. */
  leads(): boolean;
}

/** What browsers report for a connection that broke. */
const CLOSED_ABNORMALLY = 1006;

export function createGateway(
  ports: Pick<Ports, "openSocket" | "clock" | "random" | "origin">,
  needs: GatewayNeeds,
  listener: GatewayListener,
): Gateway {
  let state = STOPPED;
  let socket: SocketLike | null = null;
  /** Counts sockets asked for, so that a late token or address opens nothing. */
  let generation = 0;
  const timers = new Map<Timer, Cancel>();

  function input(event: Input): void {
    const { state: next, effects } = step(state, event, ports.random());
    state = next;
    // Told before the effects, so that what a dispatch leads to finds the new phase.
    listener.phase(state.phase === "ready", false);
    for (const effect of effects) perform(effect);
  }

  function perform(effect: Effect): void {
    switch (effect.type) {
      case "open":
        void open(effect.url, effect.renewToken);
        return;
      case "close":
        drop(effect.code);
        return;
      case "send":
        socket?.send(JSON.stringify(effect.frame));
        return;
      case "timer":
        timers.get(effect.timer)?.();
        timers.set(
          effect.timer,
          ports.clock.after(effect.ms, () => input({ type: "timer", timer: effect.timer })),
        );
        return;
      case "clear-timers":
        for (const cancel of timers.values()) cancel();
        timers.clear();
        return;
      case "resuming":
        listener.resuming();
        return;
      case "dispatch":
        listener.dispatch(effect.name, effect.data);
        return;
      default:
        effect satisfies never;
    }
  }

  async function open(url: string | null, renewToken: boolean): Promise<void> {
    drop(CLOSE_KEEP_SESSION);
    const mine = ++generation;
    const current = () => mine === generation;
    try {
      const token = await needs.token(renewToken);
      const address = url ?? (await needs.address().catch(() => fallbackAddress(ports.origin)));
      if (!current() || token === null) return;
      attach(ports.openSocket(socketAddress(address, ports.origin)), token, current);
    } catch {
      if (current()) input({ type: "closed", code: CLOSED_ABNORMALLY });
    }
  }

  function attach(opened: SocketLike, token: string, current: () => boolean): void {
    socket = opened;
    opened.onopen = () => current() && input({ type: "opened", token });
    opened.onmessage = ({ data }) => {
      const frame = current() ? readFrame(data) : null;
      if (frame) input({ type: "frame", frame });
    };
    opened.onclose = ({ code }) => {
      if (!current()) return;
      socket = null;
      input({ type: "closed", code });
    };
  }

  function drop(code: number): void {
    generation++;
    socket?.close(code);
    socket = null;
  }

  return {
    input,
    send(frame) {
      if (state.phase === "ready") socket?.send(JSON.stringify(frame));
    },
    share: () => undefined,
    leads: () => true,
  };
}

function fallbackAddress(origin: string): string {
  return `${origin.replace(/^http/, "ws")}/gateway`;
}

/** Adds the version; on a page that came over TLS the socket goes over TLS too. */
export function socketAddress(address: string, origin: string): string {
  const url = new URL(address);
  if (url.protocol === "ws:" && origin.startsWith("https:")) url.protocol = "wss:";
  url.searchParams.set("v", "10");
  url.searchParams.set("encoding", "json");
  return url.href;
}
