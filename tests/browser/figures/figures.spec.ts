// The client's figures: how long a warm load takes, and how long scripts keep the page from scrolling.

import type { CDPSession, Page } from "@playwright/test";
import { adaAndBob } from "../gathering.js";
import { postMany } from "../history.js";
import { expect, test } from "../stage.js";

const MESSAGES = 10_000;
const LOADS = 7;

function print(what: string, measured: string, wanted: string): void {
  console.log(`| ${what} | ${measured} | ${wanted} |`);
}

test("first message visible after a warm load", async ({ server, newcomer }) => {
  const { ada } = await adaAndBob(server, newcomer);
  await postMany(server, "ada", 200);
  await ada.page.reload();
  const times: number[] = [];
  for (let load = 0; load < LOADS; load += 1) {
    await ada.page.addInitScript(() => {
      const found = new MutationObserver(() => {
        if (!document.querySelector("article")) return;
        found.disconnect();
        // The frame after the one that paints it.
        requestAnimationFrame(() =>
          setTimeout(() => Object.assign(window, { firstMessageMs: performance.now() })),
        );
      });
      found.observe(document, { childList: true, subtree: true });
    });
    await ada.page.reload();
    const shown = await ada.page.waitForFunction(
      () => (window as { firstMessageMs?: number }).firstMessageMs,
    );
    times.push((await shown.jsonValue()) ?? 0);
  }
  times.sort((a, b) => a - b);
  const [median, worst] = [times[Math.floor(LOADS / 2)] ?? 0, times.at(-1) ?? 0];
  print(
    "first message visible, warm load",
    `median ${median.toFixed(0)} ms, worst ${worst.toFixed(0)} ms`,
    "1,500 ms",
  );
});

test("scrolling 10,000 messages", async ({ server, newcomer }) => {
  const { ada } = await adaAndBob(server, newcomer);
  await postMany(server, "ada", MESSAGES);
  await ada.page.reload();
  await expect(ada.page.getByRole("article").first()).toBeVisible();
  await ada.page.getByRole("log").hover();
  const cdp = await ada.page.context().newCDPSession(ada.page);
  const stop = await traceTasks(cdp);
  let most = 0;
  const beginning = ada.page.getByText("This is where #general begins");
  while (!(await beginning.isVisible())) {
    for (let turn = 0; turn < 10; turn += 1) await ada.page.mouse.wheel(0, -1_500);
    most = Math.max(most, await rowCount(ada.page));
  }
  const tasks = await stop();
  const long = tasks.filter((ms) => ms > 50);
  print(
    `scrolling ${MESSAGES} messages: longest task with script`,
    `${Math.max(...tasks).toFixed(0)} ms, ${long.length} of ${tasks.length} over 50`,
    "50 ms",
  );
  print("rows that exist meanwhile", `${most}`, "200");
});

function rowCount(page: Page): Promise<number> {
  return page.getByRole("log").getByRole("listitem").count();
}

interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  tdur?: number;
  tid: number;
  pid: number;
}

/** CPU milliseconds of each task of the page's main thread in which script ran. */
async function traceTasks(cdp: CDPSession): Promise<() => Promise<number[]>> {
  const events: TraceEvent[] = [];
  cdp.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const categories = "toplevel,devtools.timeline,disabled-by-default-devtools.timeline";
  await cdp.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: { includedCategories: categories.split(",") },
  });
  return async () => {
    const complete = new Promise((resolve) => cdp.once("Tracing.tracingComplete", resolve));
    await cdp.send("Tracing.end");
    await complete;
    const script = events.filter(
      ({ name }) => name === "FunctionCall" || name === "EvaluateScript" || name === "RunMicrotasks",
    );
    const threads = new Map<string, number>();
    for (const { pid, tid, dur = 0 } of script)
      threads.set(`${pid}/${tid}`, (threads.get(`${pid}/${tid}`) ?? 0) + dur);
    const busiest = [...threads].sort(([, a], [, b]) => b - a)[0]?.[0];
    const mine = (event: TraceEvent) => `${event.pid}/${event.tid}` === busiest;
    const calls = script.filter(mine).sort((a, b) => a.ts - b.ts);
    const tasks = events.filter((event) => event.name === "RunTask" && mine(event));
    return tasks
      .filter(({ ts, dur = 0 }) => calls.some((call) => call.ts >= ts && call.ts < ts + dur))
      .map(({ tdur, dur = 0 }) => (tdur ?? dur) / 1_000);
  };
}
