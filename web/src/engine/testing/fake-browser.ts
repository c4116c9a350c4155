/**
 * One browser with several tabs: locks, wires and the shelf are shared, and each tab can crash. Words
 * between tabs wait until they are delivered, so that a test decides who lags.
 */
import type { Locks, Wire, Wires } from "../ports.ts";
import { FakePorts } from "./fake-ports.ts";

interface LockRequest {
  owner: FakeTab;
  start(): void;
  reject(reason: unknown): void;
}

export class FakeBrowser {
  readonly tabs: FakeTab[] = [];
  readonly rows = new Map<string, string>();
  readonly #locks = new Map<string, LockRequest[]>();
  readonly #ends = new Map<string, Set<FakeEnd>>();

  open(): FakeTab {
    const tab = new FakeTab(this, `tab${this.tabs.length}`);
    this.tabs.push(tab);
    return tab;
  }

  get living(): FakeTab[] {
    return this.tabs.filter(({ isGone }) => !isGone);
  }

  /** All words reach all tabs, and what they lead to. */
  deliverAll(): void {
    while (this.living.some((tab) => tab.inbox.length > 0)) for (const tab of this.living) tab.deliver(1);
  }

  request<T>(owner: FakeTab, name: string, signal: AbortSignal | null, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const queue = this.#locks.get(name) ?? [];
      this.#locks.set(name, queue);
      const request: LockRequest = {
        owner,
        reject,
        start: () =>
          void work()
            .then(resolve, reject)
            .finally(() => this.#release(name, request)),
      };
      signal?.addEventListener("abort", () => {
        if (this.#locks.get(name)?.[0] !== request) this.#release(name, request);
        reject(signal.reason);
      });
      if (signal?.aborted) return reject(signal.reason);
      queue.push(request);
      if (queue[0] === request) queueMicrotask(request.start);
    });
  }

  steal<T>(owner: FakeTab, name: string, work: () => Promise<T>): Promise<T> {
    const [robbed, ...waiting] = this.#locks.get(name) ?? [];
    this.#locks.set(name, []);
    const stolen = this.request(owner, name, null, work);
    this.#locks.get(name)?.push(...waiting);
    robbed?.reject(new DOMException("stolen", "AbortError"));
    return stolen;
  }

  #release(name: string, request: LockRequest): void {
    const queue = this.#locks.get(name) ?? [];
    const at = queue.indexOf(request);
    if (at < 0) return;
    queue.splice(at, 1);
    const next = queue[0];
    if (at === 0 && next) queueMicrotask(() => next === queue[0] && next.start());
  }

  /** The tab's process is gone: its locks are free, and nothing reaches it. */
  forget(tab: FakeTab): void {
    for (const [name, queue] of this.#locks)
      for (const request of queue.filter(({ owner }) => owner === tab)) this.#release(name, request);
    for (const ends of this.#ends.values())
      for (const end of [...ends]) if (end.owner === tab) ends.delete(end);
  }

  connect(end: FakeEnd): void {
    this.#ends.set(end.name, (this.#ends.get(end.name) ?? new Set()).add(end));
  }

  disconnect(end: FakeEnd): void {
    this.#ends.get(end.name)?.delete(end);
  }

  spread(from: FakeEnd, message: unknown): void {
    for (const end of this.#ends.get(from.name) ?? [])
      if (end !== from) end.owner.inbox.push({ end, message: structuredClone(message) });
  }

  /** Other tabs learn of a change of the shelf. */
  shelfChanged(by: FakeTab, key: string): void {
    for (const tab of this.living) if (tab !== by) tab.inbox.push({ key });
  }
}

type Word = { end: FakeEnd; message: unknown } | { key: string };

class FakeEnd implements Wire {
  isOpen = true;

  constructor(
    readonly browser: FakeBrowser,
    readonly owner: FakeTab,
    readonly name: string,
    readonly heard: (message: unknown) => void,
  ) {
    browser.connect(this);
  }

  post(message: unknown): void {
    if (this.isOpen && !this.owner.isGone) this.browser.spread(this, message);
  }

  close(): void {
    this.isOpen = false;
    this.browser.disconnect(this);
  }
}

export class FakeTab extends FakePorts {
  /** Words and news of the shelf that this tab has not read yet. */
  readonly inbox: Word[] = [];
  readonly browser: FakeBrowser;
  isGone = false;

  constructor(browser: FakeBrowser, name: string) {
    const self = { current: null as FakeTab | null };
    const locks: Locks = {
      hold: (lock, signal, work) => browser.request(owner(self), lock, signal, work),
      steal: (lock, work) => browser.steal(owner(self), lock, work),
    };
    const wires: Wires = { open: (wire, heard) => new FakeEnd(browser, owner(self), wire, heard) };
    super(name, locks, wires);
    self.current = this;
    this.browser = browser;
    this.shelf.share(browser.rows, (key) => browser.shelfChanged(this, key));
  }

  deliver(count: number): void {
    for (const word of this.inbox.splice(0, count)) {
      if ("key" in word) this.shelf.tell(word.key);
      else if (word.end.isOpen) word.end.heard(word.message);
    }
  }

  crash(): void {
    this.isGone = true;
    this.inbox.length = 0;
    this.browser.forget(this);
  }
}

function owner({ current }: { current: FakeTab | null }): FakeTab {
  if (!current) throw new Error("the tab is not made yet");
  return current;
}
