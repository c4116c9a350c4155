/** Several tabs of one login: one of them tells, and none where one of them shows it. */
import { expect, test } from "vitest";
import { createEngine, type Engine } from "../engine.ts";
import { FakeBrowser, type FakeTab } from "../testing/fake-browser.ts";
import { settle } from "../testing/fake-ports.ts";
import { FakeServer } from "../testing/fake-server.ts";
import { ada, bob } from "../testing/samples.ts";
import { createNotifier, WAIT_MS } from "./notifier.ts";

interface OpenTab {
  ports: FakeTab;
  engine: Engine;
  /** What is on its screen, while its window is in use. */
  looked: string[];
  /** Where it told of something. */
  told: string[];
}

class Desk {
  readonly server = new FakeServer();
  readonly browser = new FakeBrowser();
  readonly tabs: OpenTab[] = [];

  async opens(): Promise<OpenTab> {
    const ports = this.browser.open();
    this.server.serve(ports);
    const tab: OpenTab = { ports, engine: createEngine(ports), looked: [], told: [] };
    this.tabs.push(tab);
    tab.engine.start();
    await this.calm();
    createNotifier(ports, sessionOf(tab), {
      looked: () => tab.looked,
      show: ({ channel, notice }) => tab.told.push(`${channel.name} ${notice.count}`),
      close: (id) => tab.told.push(`closed ${id}`),
    });
    return tab;
  }

  async calm(): Promise<void> {
    for (let round = 0; round < 8; round++) {
      await settle();
      this.browser.deliverAll();
      this.server.work(100);
      this.server.arrive(100);
    }
  }

  /** Bob says something to ada, and time goes by. */
  async rings(): Promise<void> {
    this.server.post("10", { author: bob, mentions: [ada] });
    await this.passes(WAIT_MS);
  }

  async passes(ms: number): Promise<void> {
    await this.calm();
    for (const { ports } of this.tabs) if (!ports.isGone) await ports.clock.pass(ms);
    await this.calm();
  }

  crashes(tab: OpenTab): void {
    tab.ports.crash();
    this.server.crashed(tab.ports);
  }
}

function sessionOf({ engine }: OpenTab) {
  const { current } = engine.session.getState();
  if (!current) throw new Error("nobody is signed in");
  return current;
}

test("no1 of two tabs the one that leads tells, whichever of them hears the channel", async () => {
  const desk = new Desk();
  const [first, second] = [await desk.opens(), await desk.opens()];
  sessionOf(second).channels.open("10");
  await desk.calm();
  await desk.rings();
  expect([first.told, second.told]).toEqual([["general 1"], []]);
});

test("no1 what another tab shows in a window that is used is told by none", async () => {
  const desk = new Desk();
  const [first, second] = [await desk.opens(), await desk.opens()];
  sessionOf(second).channels.open("10");
  await desk.calm();
  second.looked = ["10"];
  await desk.rings();
  second.looked = ["12"];
  await desk.passes(WAIT_MS);
  expect([first.told, second.told]).toEqual([[], []]);
  await desk.rings();
  expect([first.told, second.told]).toEqual([["general 1"], []]);
});

test("no1 when the tab that leads crashes, another one tells", async () => {
  const desk = new Desk();
  const [first, second] = [await desk.opens(), await desk.opens()];
  sessionOf(second).channels.open("10");
  await desk.calm();
  desk.crashes(first);
  await desk.passes(2_000);
  await desk.rings();
  expect([first.told, second.told]).toEqual([[], ["general 1"]]);
});

test("bd5 what is read in another tab is taken away", async () => {
  const desk = new Desk();
  const [first, second] = [await desk.opens(), await desk.opens()];
  sessionOf(second).channels.open("10");
  await desk.calm();
  await desk.rings();
  sessionOf(second).view("10");
  await desk.calm();
  expect(first.told).toEqual(["general 1", "closed 10"]);
});
