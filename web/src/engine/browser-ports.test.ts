// @vitest-environment happy-dom
import { afterEach, expect, test, vi } from "vitest";
import {
  afterOtherTasks,
  broadcastWires,
  browserPorts,
  browserShelf,
  localLocks,
  uploadByXhr,
} from "./browser-ports.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("without the browser's locks, work of one name waits its turn in this page", async () => {
  const locks = localLocks();
  const log: string[] = [];
  const job = (name: string) => async () => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
  };
  const failed = locks.hold("a", null, () => Promise.reject(new Error("no")));
  await Promise.all([
    failed.catch(() => undefined),
    locks.hold("a", null, job("1")),
    locks.hold("a", null, job("2")),
  ]);
  expect(log).toEqual(["1 begins", "1 ends", "2 begins", "2 ends"]);
  await expect(locks.hold("b", AbortSignal.abort(), job("3"))).rejects.toThrow();
  void locks.hold("c", null, () => new Promise(() => undefined));
  expect(await locks.steal("c", async () => "stolen")).toBe("stolen");
});

test("the shelf is shared by the tabs, and says when it is full", () => {
  const shelf = browserShelf(localStorage);
  const seen: string[] = [];
  const stop = shelf.watch((key) => seen.push(key));
  expect(shelf.set("a", "1")).toBe(true);
  expect([shelf.get("a"), shelf.keys()]).toEqual(["1", ["a"]]);
  dispatchEvent(new StorageEvent("storage", { key: "a", storageArea: localStorage }));
  dispatchEvent(new StorageEvent("storage", { key: "b", storageArea: sessionStorage }));
  stop();
  dispatchEvent(new StorageEvent("storage", { key: "c", storageArea: localStorage }));
  expect(seen).toEqual(["a"]);
  shelf.remove("a");
  expect(shelf.get("a")).toBeNull();
  const full = {
    ...localStorage,
    setItem: () => {
      throw new Error("full");
    },
  } as unknown as Storage;
  expect(browserShelf(full).set("a", "1")).toBe(false);
});

test("what is put off runs in its order, after what goes on now", async () => {
  const later = afterOtherTasks();
  const log: number[] = [];
  later(() => log.push(1));
  later(() => log.push(2));
  expect(log).toEqual([]);
  await vi.waitFor(() => expect(log).toEqual([1, 2]));
});

test("timers, chance and news of the network come from the browser", () => {
  vi.useFakeTimers();
  const ports = browserPorts();
  const news: string[] = [];
  const stop = ports.surroundings.watch((what) => news.push(what));
  dispatchEvent(new Event("offline"));
  dispatchEvent(new Event("online"));
  document.dispatchEvent(new Event("visibilitychange"));
  stop();
  dispatchEvent(new Event("online"));
  expect(news).toEqual(["offline", "online", "visible"]);
  expect(ports.surroundings.isOnline()).toBe(true);

  const rung: string[] = [];
  ports.clock.after(10, () => rung.push("a"));
  ports.clock.after(10, () => rung.push("b"))();
  vi.advanceTimersByTime(10);
  expect(rung).toEqual(["a"]);
  expect(ports.clock.now()).toBe(Date.now());
  expect(ports.unique()).not.toBe(ports.unique());
});

test("a wire reaches the other ends of its name, in order, until it is closed", async () => {
  const wires = broadcastWires();
  const heard: unknown[] = [];
  const all = new Promise<void>((resolve) => {
    wires.open("confab-test", (message) => {
      heard.push(message);
      if (message === 3) resolve();
    });
  });
  const sender = wires.open("confab-test", () => heard.push("its own"));
  wires.open("confab-test-other", () => heard.push("of another name"));
  for (const n of [1, 2, 3]) sender.post(n);
  await all;
  sender.close();
  expect(heard).toEqual([1, 2, 3]);
});

class FakeXhr {
  static last: FakeXhr;
  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  onload = () => undefined;
  onerror = () => undefined;
  status = 0;
  responseText = "";
  waitS: string | null = null;
  isAborted = false;
  readonly said: unknown[] = [];
  constructor() {
    FakeXhr.last = this;
  }
  open = (...args: unknown[]) => this.said.push(args);
  setRequestHeader = (...args: unknown[]) => this.said.push(args);
  getResponseHeader = () => this.waitS;
  send = () => undefined;
  abort = () => {
    this.isAborted = true;
  };
}

function uploads() {
  vi.stubGlobal("XMLHttpRequest", FakeXhr);
  const parts: number[] = [];
  const cancel = new AbortController();
  const answer = uploadByXhr("/x", {
    headers: { authorization: "Bearer tok" },
    body: new FormData(),
    onProgress: (part) => parts.push(part),
    signal: cancel.signal,
  });
  return { parts, cancel, answer, xhr: FakeXhr.last };
}

test("an upload tells how far it is, and how it ended", async () => {
  const { parts, answer, xhr } = uploads();
  xhr.upload.onprogress?.({ loaded: 5, total: 10 });
  xhr.upload.onprogress?.({ loaded: 5, total: 0 });
  Object.assign(xhr, { status: 429, responseText: "{}", waitS: "3" });
  xhr.onload();
  const response = await answer;
  expect(parts).toEqual([0.5, 0]);
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "3"]);
  expect(xhr.said).toEqual([
    ["POST", "/x"],
    ["authorization", "Bearer tok"],
  ]);
});

test("an upload that is cancelled, or that nobody answers, says so", async () => {
  const cancelled = uploads();
  cancelled.cancel.abort(new Error("cancelled"));
  await expect(cancelled.answer).rejects.toThrow("cancelled");
  expect(cancelled.xhr.isAborted).toBe(true);
  const lost = uploads();
  lost.xhr.onerror();
  await expect(lost.answer).rejects.toThrow("no answer");
});
