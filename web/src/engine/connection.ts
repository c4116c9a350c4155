/** What a person is told about the connection, kept from what the gateway goes through. */
import { createStore, type StoreApi } from "zustand/vanilla";
import {
  channelEventSeen,
  connectionLost,
  IDLE,
  outcome,
  type Recovery,
  resubscribed,
  resumeSent,
  type SubscribedEvent,
  subscribedSeen,
} from "./gateway/recovery.ts";
import type { Cancel, Clock } from "./ports.ts";
import type { Id } from "./wire.ts";

/** `unreached`: connecting for so long that something must be wrong. */
export type ConnectionStatus = "connecting" | "unreached" | "online" | "reconnecting" | "offline";

/** After a return: how many events were replayed, and where that was not possible. */
export interface BackNotice {
  replayed: number;
  resets: readonly Id[];
}

export interface ConnectionState {
  status: ConnectionStatus;
  /** Since when it is not online. */
  sinceMs: number;
  notice: BackNotice | null;
}

/** Another tab takes over faster than this, or the person is told as after a break. */
const MOVE_MS_MAX = 3_000;
/** A first connection is made within a second; whoever waits longer wants to know why. */
const FIRST_MS_MAX = 5_000;
/** A server that does not answer a SUBSCRIBE does not keep the page waiting for ever. */
const RECOVERY_MS_MAX = 10_000;

export interface Connection {
  store: StoreApi<ConnectionState>;
  /** `moved`: another tab leads from now on, and the session begins anew there. */
  lost(moved: boolean): void;
  resuming(): void;
  resumed(): void;
  /** A new session; `channels` were subscribed with a cursor. */
  started(channels: readonly Id[]): void;
  channelEvent(channel: Id): void;
  subscribed(event: SubscribedEvent): void;
  /** What the browser says about the network. */
  network(isThere: boolean): void;
  dismiss(): void;
  close(): void;
}

export function createConnection(clock: Clock, onOnline: (isOnline: boolean) => void): Connection {
  const store = createStore<ConnectionState>(() => ({
    status: "connecting",
    sinceMs: clock.now(),
    notice: null,
  }));
  let recovery: Recovery = IDLE;
  let entered = false;
  /** The gateway's session is there, whatever the browser says about the network. */
  let isLive = false;
  let isMove = false;
  let cancelWait: Cancel = () => undefined;
  let cancelLate = giveTime();

  function giveTime(): Cancel {
    return clock.after(FIRST_MS_MAX, () => {
      if (store.getState().status === "connecting") store.setState({ status: "unreached" });
    });
  }

  function settle(resumed: boolean): void {
    const result = outcome(recovery, resumed);
    if (result === null) return;
    goOnline(result);
  }

  function goOnline(notice: BackNotice | null): void {
    cancelWait();
    cancelLate();
    recovery = IDLE;
    entered = true;
    isLive = true;
    const wasQuick = isMove && clock.now() - store.getState().sinceMs < MOVE_MS_MAX;
    // What came while another tab took over came as it always does: nobody noticed anything.
    const isNews = !wasQuick || (notice?.resets.length ?? 0) > 0;
    store.setState({ status: "online", sinceMs: clock.now(), notice: isNews ? notice : null });
    onOnline(true);
  }

  /** Once the browser says that the network is back. */
  function withNetwork(): ConnectionStatus {
    if (isLive) return "online";
    if (entered) return "reconnecting";
    // What was tried without a network says nothing.
    cancelLate();
    cancelLate = giveTime();
    return "connecting";
  }

  function giveUpWaiting(): void {
    if (recovery.phase === "resubscribing")
      goOnline({ replayed: recovery.replayed, resets: recovery.resets });
  }

  return {
    store,
    lost(moved) {
      cancelWait();
      isLive = false;
      if (!entered) return;
      recovery = connectionLost(recovery);
      const { status, sinceMs } = store.getState();
      isMove = moved && (status === "online" || isMove);
      const since = status === "online" ? clock.now() : sinceMs;
      store.setState({
        status: status === "offline" ? "offline" : "reconnecting",
        sinceMs: since,
        notice: null,
      });
      onOnline(false);
    },
    resuming() {
      recovery = resumeSent(recovery);
    },
    resumed: () => settle(true),
    started(channels) {
      if (!entered) return goOnline(null);
      recovery = resubscribed(recovery, channels);
      cancelWait = clock.after(RECOVERY_MS_MAX, giveUpWaiting);
      settle(false);
    },
    channelEvent(channel) {
      recovery = channelEventSeen(recovery, channel);
    },
    subscribed(event) {
      recovery = subscribedSeen(recovery, event);
      settle(false);
    },
    network(isThere) {
      const { status } = store.getState();
      if (!isThere) store.setState({ status: "offline", notice: null });
      else if (status === "offline") store.setState({ status: withNetwork() });
    },
    dismiss: () => store.setState({ notice: null }),
    close() {
      cancelWait();
      cancelLate();
    },
  };
}
