/**
 * Who is signed in, and the access token.
 *
 * - L1  The token lives in memory only; the refresh cookie is the browser's business.
 * - L2  One refresh at a time: within a tab by a shared promise, across tabs by a lock.
 *       Neither is waited for without end: a tab that keeps the lock hangs, and it is taken from it.
 * - L3  Only the server's no ends a login. A refresh that gets no answer leaves it as it is.
 * - L4  A logout that the server did not hear ends the login here at once. The cookie is the browser's
 *       and stays; it is remembered that the server is to be told, and it is told before anything else.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Ports } from "../ports.ts";
import type { Credentials, User } from "../wire.ts";
import { REQUEST_MS_MAX, readAnswer, sendRequest } from "./client.ts";
import { ApiError, CODE_UNCLAIMED, isTransient, NetworkError, type Suspension } from "./error.ts";

export type LoginState =
  | { phase: "unknown"; unreachable: boolean }
  | { phase: "unclaimed" }
  /** `isEnded`: by the server, while somebody was signed in here; or because the account is suspended. */
  | { phase: "signed-out"; isEnded?: true; suspension?: Suspension }
  | { phase: "signed-in"; user: User };

interface Token {
  value: string;
  expiresAtMs: number;
}

/** A token with less life than this is renewed before it opens a socket. */
const TOKEN_LIFE_MIN_MS = 20_000;

/** Who is signed in is known within a second; whoever waits longer is told that nobody answers. */
const RESTORE_MS_MAX = 5_000;

/** In the shelf of all tabs: a logout that the server did not hear. */
const UNHEARD_KEY = "confab.logout";

const REFRESH_LOCK = "confab-refresh";
/** Another tab's refresh is at most two requests; a tab that holds the lock longer is stuck. */
const REFRESH_LOCK_MS_MAX = 2 * REQUEST_MS_MAX + 5_000;

export interface Login {
  store: StoreApi<LoginState>;
  token(): string | null;
  /** A token good for a while. Null: signed out. Throws a transient error when nobody answers. */
  freshToken(): Promise<string | null>;
  renew(worn: string): Promise<string | null>;
  /**
   * Asks the refresh cookie who we are, anew when that is being asked already. Never throws; the store
   * tells how it went.
   */
  restore(): Promise<void>;
  accept(credentials: Credentials, user: User): void;
  /** The signed-in user is called otherwise now; news of anybody else change nothing. */
  renamed(user: User): void;
  forget(): void;
  /** As `forget`, where the server did not hear of the logout (L4). */
  forgetUnheard(): void;
  /** Whether the server still has to be told of a logout. */
  isLogoutUnheard(): boolean;
}

export function createLogin(ports: Pick<Ports, "fetch" | "locks" | "clock" | "shelf">): Login {
  const store = createStore<LoginState>(() => ({ phase: "unknown", unreachable: false }));
  let current: Token | null = null;
  let flight: Promise<string | null> | null = null;
  let grounding = new AbortController();

  function accept(credentials: Credentials, user: User): void {
    const expiresAtMs = ports.clock.now() + credentials.expires_in * 1000;
    current = { value: credentials.access_token, expiresAtMs };
    // A login made since has a cookie of its own.
    ports.shelf.remove(UNHEARD_KEY);
    const known = store.getState();
    if (known.phase !== "signed-in" || known.user.id !== user.id) {
      store.setState({ phase: "signed-in", user }, true);
    }
  }

  function renamed(user: User): void {
    const known = store.getState();
    if (known.phase === "signed-in" && known.user.id === user.id) {
      store.setState({ phase: "signed-in", user }, true);
    }
  }

  function forget(how: { isEnded?: true; suspension?: Suspension } = {}): void {
    current = null;
    ports.shelf.remove(UNHEARD_KEY);
    store.setState({ phase: "signed-out", ...how }, true);
  }

  const isLogoutUnheard = () => ports.shelf.get(UNHEARD_KEY) !== null;

  /** L4: the cookie is good for one thing only, to end its login. */
  async function tellLogout({ access_token }: Credentials, signal: AbortSignal): Promise<null> {
    const logout = sendRequest(ports.fetch, "POST", "/api/x/auth/logout", { signal }, access_token);
    await readAnswer(await logout);
    signal.throwIfAborted();
    forget();
    return null;
  }

  async function refreshNow(signal: AbortSignal): Promise<string | null> {
    try {
      const response = await sendRequest(ports.fetch, "POST", "/api/x/auth/refresh", { signal }, null);
      const credentials = await readAnswer<Credentials>(response);
      if (isLogoutUnheard()) return await tellLogout(credentials, signal);
      const user = credentials.user ?? (await fetchUser(credentials.access_token, signal));
      signal.throwIfAborted();
      accept(credentials, user);
      return credentials.access_token;
    } catch (error) {
      if (signal.aborted) throw new NetworkError("asked anew", { cause: error });
      if (isUnclaimed(error)) store.setState({ phase: "unclaimed" }, true);
      else if (isTransient(error)) throw error;
      else if (error instanceof ApiError && error.suspension) forget({ suspension: error.suspension });
      else forget(store.getState().phase === "signed-in" ? { isEnded: true } : {});
      return null;
    }
  }

  async function fetchUser(token: string, signal: AbortSignal): Promise<User> {
    const known = store.getState();
    if (known.phase === "signed-in") return known.user;
    const response = await sendRequest(ports.fetch, "GET", "/api/x/me", { signal }, token);
    return (await readAnswer<{ user: User }>(response)).user;
  }

  function refresh(): Promise<string | null> {
    if (flight) return flight;
    grounding = new AbortController();
    const mine = locked(refreshNow, grounding.signal).finally(() => {
      if (flight === mine) flight = null;
    });
    flight = mine;
    return mine;
  }

  async function locked<T>(work: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<T> {
    const limit = AbortSignal.timeout(REFRESH_LOCK_MS_MAX);
    let begun: Promise<T> | null = null;
    const begin = () => {
      begun = work(signal);
      return begun;
    };
    try {
      return await ports.locks.hold(REFRESH_LOCK, AbortSignal.any([limit, signal]), begin);
    } catch (cause) {
      // Also when the lock was taken from this tab meanwhile.
      if (begun) return begun;
      if (signal.aborted || !limit.aborted) throw new NetworkError("no turn came", { cause });
      return ports.locks.steal(REFRESH_LOCK, begin);
    }
  }

  return {
    store,
    accept,
    renamed,
    forget: () => forget(),
    forgetUnheard() {
      forget();
      ports.shelf.set(UNHEARD_KEY, "1");
    },
    isLogoutUnheard,
    token: () => current?.value ?? null,
    freshToken() {
      const lifeMs = (current?.expiresAtMs ?? 0) - ports.clock.now();
      return current && lifeMs > TOKEN_LIFE_MIN_MS ? Promise.resolve(current.value) : refresh();
    },
    renew(worn) {
      // Somebody else may have renewed it while this request was under way.
      if (current && current.value !== worn) return Promise.resolve(current.value);
      return refresh();
    },
    async restore() {
      grounding.abort();
      flight = null;
      const asked = refresh();
      const { signal } = grounding;
      const unreachable = () => {
        if (signal.aborted || store.getState().phase !== "unknown") return;
        store.setState({ phase: "unknown", unreachable: true }, true);
      };
      const cancel = ports.clock.after(RESTORE_MS_MAX, unreachable);
      await asked.catch(unreachable);
      cancel();
    },
  };
}

function isUnclaimed(error: unknown): boolean {
  return error instanceof ApiError && error.code === CODE_UNCLAIMED;
}
