/**
 * The client without its screens: who is signed in, and the live session while somebody is.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import { backoffMs } from "./backoff.ts";
import type { Cancel, Ports } from "./ports.ts";
import { createRestClient, type RestClient } from "./rest/client.ts";
import { ApiError } from "./rest/error.ts";
import { createLogin, type Login } from "./rest/login.ts";
import { createSession, type Session } from "./session.ts";
import type { Credentials, User } from "./wire.ts";

const RESTORE_CAP_MS = 10_000;
/** Whoever logs out wants to be gone, also from a server that does not answer. */
const LOGOUT_MS_MAX = 5_000;

export interface Engine {
  ports: Ports;
  rest: RestClient;
  login: Login;
  session: StoreApi<{ current: Session | null }>;
  /** Finds out who is signed in; tries until somebody answers. */
  start(): Cancel;
  /** Asks now rather than after the wait, while nobody answers. */
  retry(): void;
  signIn(credentials: Credentials & { user: User }): void;
  /** Ends this login. Without an answer it ends here at least. */
  signOut(): Promise<void>;
}

export function createEngine(ports: Ports): Engine {
  const login = createLogin(ports);
  const rest = createRestClient(ports.fetch, login);
  const session = createStore<{ current: Session | null }>(() => ({ current: null }));

  function follow(): void {
    const state = login.store.getState();
    const { current } = session.getState();
    const userId = state.phase === "signed-in" ? state.user.id : null;
    if (current?.user.id === userId) return;
    current?.close();
    session.setState({
      current: state.phase === "signed-in" ? createSession(ports, login, rest, state.user) : null,
    });
  }

  let retry: () => void = () => undefined;

  function start(): Cancel {
    const unfollow = login.store.subscribe(follow);
    let cancelWait: Cancel = () => undefined;
    /** Of the rows of tries; all but the last one have ended. */
    let generation = 0;
    const restore = async (attempt: number, mine: number): Promise<void> => {
      await login.restore();
      if (mine !== generation || login.store.getState().phase !== "unknown") return;
      const ms = backoffMs(attempt, ports.random(), { capMs: RESTORE_CAP_MS });
      cancelWait = ports.clock.after(ms, () => void restore(attempt + 1, mine));
    };
    const begin = (): void => {
      cancelWait();
      generation += 1;
      void restore(0, generation);
    };
    begin();
    retry = () => {
      if (login.store.getState().phase === "unknown") begin();
    };
    return () => {
      generation += 1;
      cancelWait();
      unfollow();
      session.getState().current?.close();
    };
  }

  return {
    ports,
    rest,
    login,
    session,
    start,
    retry: () => retry(),
    signIn: (credentials) => login.accept(credentials, credentials.user),
    async signOut() {
      const signal = AbortSignal.timeout(LOGOUT_MS_MAX);
      try {
        await rest.request("POST", "/api/x/auth/logout", { signal });
        login.forget();
      } catch (error) {
        // A no, as to a login that ended elsewhere, was heard.
        if (error instanceof ApiError && !error.isTransient) login.forget();
        else login.forgetUnheard();
      }
    },
  };
}
