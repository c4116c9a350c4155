/**
 * The browser's own ports.
 *
 * - Web Locks and `crypto.randomUUID` exist only on secure origins, and a server in the next room is
 *   reached over plain http: each has a stand-in here that is right for one tab.
 */
import { inBatches } from "./gateway/batches.ts";
import type { Cancel, Locks, Ports, Shelf, SocketLike, Surroundings, UploadOptions, Wires } from "./ports.ts";

export function browserPorts(): Ports {
  return {
    fetch: (input, init) => fetch(input, init),
    upload: uploadByXhr,
    openSocket: (url) => inBatches(new WebSocket(url) as SocketLike, afterOtherTasks()),
    clock: { now: () => Date.now(), after: startTimer },
    locks: "locks" in navigator ? webLocks(navigator.locks) : localLocks(),
    wires: "locks" in navigator && "BroadcastChannel" in globalThis ? broadcastWires() : null,
    shelf: browserShelf(localStorage),
    surroundings: browserSurroundings(),
    random: Math.random,
    unique: uniqueString,
    origin: location.origin,
  };
}

export function uploadByXhr(
  path: string,
  { headers, body, onProgress, signal }: UploadOptions,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", path);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const { status, responseText } = request;
      const waitS = request.getResponseHeader("retry-after");
      const init = { status, headers: waitS === null ? {} : { "retry-after": waitS } };
      resolve(new Response(status === 204 ? null : responseText, init));
    };
    request.onerror = () => reject(new TypeError("no answer"));
    signal.addEventListener("abort", () => {
      request.abort();
      reject(signal.reason);
    });
    request.send(body);
  });
}

/** Timers would wait a second in a page that nobody sees. */
export function afterOtherTasks(): (run: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  return (run) => {
    waiting.push(run);
    port2.postMessage(null);
  };
}

function startTimer(delayMs: number, run: () => void): Cancel {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}

function uniqueString(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function webLocks(manager: LockManager): Locks {
  return {
    hold: (name, signal, work) =>
      manager.request(name, signal ? { signal } : {}, work) as ReturnType<typeof work>,
    steal: (name, work) => manager.request(name, { steal: true }, work) as ReturnType<typeof work>,
  };
}

export function broadcastWires(): Wires {
  return {
    open(name, heard) {
      const channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }) => heard(data);
      return { post: (message) => channel.postMessage(message), close: () => channel.close() };
    },
  };
}

/** Exclusive within this page only. */
export function localLocks(): Locks {
  const tails = new Map<string, Promise<unknown>>();
  function after<T>(before: Promise<unknown>, name: string, work: () => Promise<T>): Promise<T> {
    const mine = before.then(work);
    const settled = mine.catch(() => undefined);
    tails.set(name, settled);
    return mine;
  }
  return {
    hold: (name, signal, work) =>
      after(tails.get(name) ?? Promise.resolve(), name, () => {
        signal?.throwIfAborted();
        return work();
      }),
    steal: (name, work) => after(Promise.resolve(), name, work),
  };
}

export function browserShelf(storage: Storage): Shelf {
  return {
    keys: () => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? ""),
    get: (key) => storage.getItem(key),
    set(key, value) {
      try {
        storage.setItem(key, value);
        return true;
      } catch {
        return false;
      }
    },
    remove: (key) => storage.removeItem(key),
    watch(changed) {
      const listener = (event: StorageEvent) => {
        if (event.storageArea === storage && event.key !== null) changed(event.key);
      };
      addEventListener("storage", listener);
      return () => removeEventListener("storage", listener);
    },
  };
}

/** Use is told of no more often. */
const USED_EVERY_MS = 1_000;

function browserSurroundings(): Surroundings {
  return {
    isOnline: () => navigator.onLine,
    watch(changed) {
      const online = () => changed("online");
      const offline = () => changed("offline");
      const visible = () => {
        changed(document.visibilityState);
      };
      let usedAt = 0;
      const used = ({ timeStamp }: Event) => {
        if (timeStamp - usedAt < USED_EVERY_MS) return;
        usedAt = timeStamp;
        changed("used");
      };
      const uses = ["pointerdown", "pointermove", "keydown", "wheel"];
      for (const use of uses) addEventListener(use, used, { passive: true, capture: true });
      addEventListener("online", online);
      addEventListener("offline", offline);
      document.addEventListener("visibilitychange", visible);
      return () => {
        for (const use of uses) removeEventListener(use, used, true);
        removeEventListener("online", online);
        removeEventListener("offline", offline);
        document.removeEventListener("visibilitychange", visible);
      };
    },
  };
}
