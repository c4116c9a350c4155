/** Ports that a test drives by hand: no timer runs and no network answers by itself. */
import type { Cancel, Clock, Locks, Ports, Shelf, SocketLike, Surroundings, Wires } from "../ports.ts";

export class FakeClock implements Clock {
  #nowMs: number;
  #timers: { atMs: number; run: () => void }[] = [];

  constructor(startMs = Date.UTC(2026, 10, 22, 18, 0)) {
    this.#nowMs = startMs;
  }

  now = (): number => this.#nowMs;

  after = (delayMs: number, run: () => void): Cancel => {
    const timer = { atMs: this.#nowMs + delayMs, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  /** Time goes by, and no timer runs: the machine sleeps. */
  sleep(ms: number): void {
    this.#nowMs += ms;
  }

  /** Runs what is due in the next `ms`, in order, letting promises settle in between. */
  async pass(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    for (;;) {
      await settle();
      const due = this.#timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
      if (!due) break;
      this.#timers = this.#timers.filter((timer) => timer !== due);
      this.#nowMs = due.atMs;
      due.run();
    }
    this.#nowMs = endMs;
    await settle();
  }

  get pending(): number {
    return this.#timers.length;
  }
}

/** Lets everything come to rest that waits on promises, or on the body of an answer. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve));
}

export class FakeSocket implements SocketLike {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly sent: { op: number; d: unknown }[] = [];
  closedWith: number | null = null;
  #s = 0;

  constructor(readonly url: string) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(code?: number): void {
    this.closedWith ??= code ?? 1005;
  }

  /** The frames of one opcode that the client sent. */
  of(op: number): unknown[] {
    return this.sent.filter((frame) => frame.op === op).map(({ d }) => d);
  }

  receive(frame: object): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  hello(heartbeat_interval = 40_000): void {
    this.onopen?.();
    this.receive({ op: 10, d: { heartbeat_interval } });
  }

  dispatch(t: string, d: unknown): void {
    this.receive({ op: 0, s: ++this.#s, t, d });
  }

  /** The server, or the network, ends it. */
  end(code = 1006): void {
    this.onclose?.({ code });
  }
}

export interface FakeAnswer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface FakeRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  token: string | null;
  /** As it is on the wire: percent-encoded. */
  reason?: string | null;
}

/** Answers a request, or throws for a network that is gone. */
export type FakeHandler = (request: FakeRequest) => FakeAnswer | Promise<FakeAnswer>;

export class FakePorts implements Ports {
  readonly clock = new FakeClock();
  readonly sockets: FakeSocket[] = [];
  readonly requests: FakeRequest[] = [];
  readonly origin = "http://confab.test";
  readonly locks: Locks;
  readonly wires: Wires | null;
  readonly shelf = new FakeShelf();
  readonly surroundings = new FakeSurroundings();
  handler: FakeHandler = () => ({ status: 404, body: { code: 0, message: "404: Not Found" } });
  readonly #name: string;
  #unique = 0;

  /** `name`: what unique strings begin with. Without locks and wires there is one tab. */
  constructor(name = "unique", locks: Locks = new FakeLocks(), wires: Wires | null = null) {
    this.#name = name;
    this.locks = locks;
    this.wires = wires;
  }

  random = (): number => 0.5;
  unique = (): string => `${this.#name}-${++this.#unique}`;

  openSocket = (url: string): SocketLike => {
    const socket = new FakeSocket(url);
    this.sockets.push(socket);
    return socket;
  };

  fetch: typeof fetch = async (input, init) => {
    const url = new URL(String(input), this.origin);
    const headers = new Headers(init?.headers);
    const request: FakeRequest = {
      method: init?.method ?? "GET",
      path: url.pathname,
      query: url.searchParams,
      body: init?.body ? JSON.parse(String(init.body)) : null,
      token: headers.get("authorization"),
      reason: headers.get("x-audit-log-reason"),
    };
    this.requests.push(request);
    const { status, body, headers: answered } = await this.handler(request);
    init?.signal?.throwIfAborted();
    const text = body === undefined ? null : JSON.stringify(body);
    return new Response(text, { status, headers: answered ?? {} });
  };

  /** Uploads wait in here, while it is a list, for somebody to call them on. */
  heldUploads: (() => void)[] | null = null;

  upload: Ports["upload"] = async (path, { headers, body, onProgress, signal }) => {
    const files = [...body].flatMap(([, value]) => (value instanceof File ? [value.name] : []));
    const request: FakeRequest = {
      method: "POST",
      path,
      query: new URLSearchParams(),
      body: { ...JSON.parse(String(body.get("payload_json"))), files },
      token: headers.authorization ?? null,
    };
    this.requests.push(request);
    onProgress(0.5);
    const held = this.heldUploads;
    if (held) {
      await new Promise<void>((resolve, reject) => {
        held.push(resolve);
        signal.addEventListener("abort", () => reject(signal.reason));
      });
    }
    const { status, body: answer, headers: answered } = await this.handler(request);
    signal.throwIfAborted();
    return new Response(answer === undefined ? null : JSON.stringify(answer), {
      status,
      headers: answered ?? {},
    });
  };

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  }
}

class FakeLocks implements Locks {
  #tails = new Map<string, Promise<unknown>>();

  hold<T>(name: string, signal: AbortSignal | null, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(name) ?? Promise.resolve();
    const mine = before.then(() => {
      signal?.throwIfAborted();
      return work();
    });
    this.#tails.set(
      name,
      mine.catch(() => undefined),
    );
    return mine;
  }

  steal<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.#tails.delete(name);
    return this.hold(name, null, work);
  }
}

export class FakeShelf implements Shelf {
  rows = new Map<string, string>();
  /** Whether there is room for more. */
  hasRoom = true;
  #watchers = new Set<(key: string) => void>();
  #changed: (key: string) => void = () => undefined;

  keys = (): string[] => [...this.rows.keys()];
  get = (key: string): string | null => this.rows.get(key) ?? null;
  set = (key: string, value: string): boolean => {
    if (!this.hasRoom) return false;
    this.rows.set(key, value);
    this.#changed(key);
    return true;
  };
  remove = (key: string): void => {
    if (this.rows.delete(key)) this.#changed(key);
  };
  watch = (changed: (key: string) => void): Cancel => {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  };

  /** Another tab writes. */
  setElsewhere(key: string, value: string): void {
    this.rows.set(key, value);
    this.tell(key);
  }

  removeElsewhere(key: string): void {
    this.rows.delete(key);
    this.tell(key);
  }

  tell(key: string): void {
    for (const changed of this.#watchers) changed(key);
  }

  /** The rows are those of a browser with other tabs. */
  share(rows: Map<string, string>, changed: (key: string) => void): void {
    this.rows = rows;
    this.#changed = changed;
  }
}

export class FakeSurroundings implements Surroundings {
  online = true;
  #watchers = new Set<(what: "online" | "offline" | "visible" | "hidden" | "used") => void>();

  isOnline = (): boolean => this.online;
  watch = (changed: (what: "online" | "offline" | "visible" | "hidden" | "used") => void): Cancel => {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  };

  say(what: "online" | "offline" | "visible" | "hidden" | "used"): void {
    if (what === "online" || what === "offline") this.online = what === "online";
    for (const changed of this.#watchers) changed(what);
  }
}
