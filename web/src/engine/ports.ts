/**
 * What the engine needs from the world around it. The browser's own are in `browser-ports.ts`;
 * tests hand in fakes, so that no test waits for a clock or a network.
 */

/** The part of a WebSocket that the gateway uses. */
export interface SocketLike {
  send(text: string): void;
  close(code?: number): void;
  onopen: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
}

/** Cancels what was started; calling it twice is harmless. */
export type Cancel = () => void;

export interface Clock {
  now(): number;
  after(delayMs: number, run: () => void): Cancel;
}

/** One holder at a time, across all tabs of this origin. */
export interface Locks {
  hold<T>(name: string, signal: AbortSignal | null, work: () => Promise<T>): Promise<T>;
  /** Takes it from a holder that hangs: the `hold` there rejects, though the work begun goes on. */
  steal<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** One end of a wire between tabs. */
export interface Wire {
  /** To all other ends of the same name; the words of one sender arrive in their order. */
  post(message: unknown): void;
  close(): void;
}

/** Wires between the tabs of this origin. */
export interface Wires {
  open(name: string, heard: (message: unknown) => void): Wire;
}

/** Strings that outlive the page, shared by all tabs of this origin. */
export interface Shelf {
  keys(): string[];
  get(key: string): string | null;
  /** Returns false when there is no room; the caller then keeps the value in memory. */
  set(key: string, value: string): boolean;
  remove(key: string): void;
  /** Calls back when another tab wrote or removed `key`. */
  watch(changed: (key: string) => void): Cancel;
}

/** What the browser says: the network came back, the page is looked at again, or left, or somebody used it. */
export interface Surroundings {
  isOnline(): boolean;
  watch(changed: (what: "online" | "offline" | "visible" | "hidden" | "used") => void): Cancel;
}

export interface UploadOptions {
  headers: Readonly<Record<string, string>>;
  body: FormData;
  /** How much of it is on its way, from 0 to 1. */
  onProgress(part: number): void;
  signal: AbortSignal;
}

export interface Ports {
  /** A POST that tells how far it is, which `fetch` cannot. Rejects when no answer comes. */
  upload(path: string, options: UploadOptions): Promise<Response>;
  fetch: typeof fetch;
  openSocket(url: string): SocketLike;
  clock: Clock;
  locks: Locks;
  /** Null where tabs cannot talk, or where the locks reach one tab only. */
  wires: Wires | null;
  shelf: Shelf;
  surroundings: Surroundings;
  /** In [0, 1). */
  random(): number;
  /** A string that nobody else makes. */
  unique(): string;
  /** Of the page, as `https://host:port`. */
  origin: string;
}
