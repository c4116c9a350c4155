// The list of all screens, and the way to each of them.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Locator, Page, WebSocketRoute } from "@playwright/test";
import { PASSWORD } from "../server/server.mjs";
import { callsFrom } from "./caller.js";
import { CHART, NAMES, type Places, type Role } from "./town.js";

/** The gateway's numbers for questions about members: who they are, and who stands in some rows. */
const ABOUT_MEMBERS = [8, 102];

interface Named {
  role: Parameters<Page["getByRole"]>[0];
  name: string;
}

type Step =
  | { click: Named }
  | { focus: Named }
  | { press: string }
  | { fill: { label: string; text: string } }
  | { attach: "chart" };

/** Where a screen is, and what stands in its way. */
interface Visit {
  /** With `{guild}` and the like for what each server numbers by itself. */
  path?: string;
  steps?: Step[];
  /** By what one sees that the screen is there. */
  ready: Named | { text: string };
  /** Requests that are never answered, that break off, or that are answered with this. */
  hold?: string;
  abort?: string;
  answer?: { url: string; status: number; body: unknown };
  /** The network goes after the screen has come. */
  offline?: boolean;
  /** The live connection breaks off after the screen has come, and comes back or does not. */
  connection?: "returns" | "lost";
  /** Somebody calls in this conversation once the page has a session. */
  called?: string;
  /** More members are said to be there than were given. `unheard`: no question about them is answered. */
  members?: "by rows" | "unheard";
}

export interface Screen extends Visit {
  name: string;
  path: string;
  as: Role;
  /** How a person gets there. */
  reach: string;
  states?: (Visit & { name: string })[];
}

export const SCREENS: Screen[] = JSON.parse(
  readFileSync(new URL("../screens.json", import.meta.url), "utf8"),
);

/** Ends the call that a screen rang by. */
let hangUp = async () => {};

/** Brings a page to a screen, or to one of its states, and waits until it is there. */
export async function visit(page: Page, screen: Screen, state: Visit | null, places: Places): Promise<void> {
  const target = { ...screen, ...state };
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await hangUp();
  hangUp = async () => {};
  const { hold, abort, answer } = state ?? {};
  if (hold) await page.route(hold, () => undefined);
  if (abort) await page.route(abort, (route) => route.abort());
  if (answer) {
    await page.route(answer.url, (route) => route.fulfill({ status: answer.status, json: answer.body }));
  }
  const sockets = await holdsSockets(page, state);
  // Another address of the same page would not load it anew.
  await page.goto("about:blank");
  await page.goto(target.path.replace(/\{(\w+)\}/g, (_, name: keyof Places) => places[name]));
  if (target.called) {
    await sockets.greeted;
    const channel = places[target.called as keyof Places];
    const browser = page.context().browser();
    if (!browser) throw new Error("a page of no browser");
    hangUp = await callsFrom(browser, new URL(page.url()).origin, { username: NAMES.member, channel });
  }
  const steps = state ? (state.steps ?? []) : (screen.steps ?? []);
  for (const step of steps) await take(page, step);
  if (state?.connection) {
    await find(page, screen.ready).waitFor();
    await sockets.breakOff();
  }
  if (state?.offline) {
    await find(page, screen.ready).waitFor();
    // A greeting that comes after the news of the lost network is proof that there is one.
    if (screen.as !== "guest") await sockets.greeted;
    await page.context().setOffline(true);
  }
  await find(page, target.ready).waitFor();
}

export async function logsIn(page: Page, role: Exclude<Role, "guest">): Promise<void> {
  await page.goto("/login");
  await page.getByLabel("Username").fill(NAMES[role]);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Log in" }).click();
  await page.getByRole("button", { name: "Your menu" }).or(page.getByRole("log")).first().waitFor();
}

interface Sockets {
  /** The gateway has a session for the page. */
  greeted: Promise<void>;
  breakOff(): Promise<void>;
}

/** More members are said to be there than were given. */
function asGiven(frame: string, state: Visit | null): string {
  const { t, d, ...rest } = JSON.parse(frame);
  if (!state?.members || t !== "GUILD_CREATE") return frame;
  return JSON.stringify({ ...rest, t, d: { ...d, member_count: d.member_count + 1 } });
}

/** What came last decides about the sockets that the page opens from now on. */
async function holdsSockets(page: Page, state: Visit | null): Promise<Sockets> {
  const open: WebSocketRoute[] = [];
  let greet = () => {};
  const greeted = new Promise<void>((resolve) => {
    greet = resolve;
  });
  let isLost = false;
  await page.routeWebSocket(/\/gateway/, (socket) => {
    if (isLost) return void socket.close({ code: 1001 });
    open.push(socket);
    const server = socket.connectToServer();
    server.onMessage((frame) => {
      socket.send(asGiven(String(frame), state));
      if (/"t":"(READY|RESUMED)"/.test(String(frame))) greet();
    });
    if (!state?.members) return;
    socket.onMessage((frame) => {
      const isAbout = ABOUT_MEMBERS.includes(JSON.parse(String(frame)).op);
      if (state.members !== "unheard" || !isAbout) server.send(frame);
    });
  });
  return {
    greeted,
    async breakOff() {
      isLost = state?.connection === "lost";
      for (const socket of open.splice(0)) await socket.close({ code: 1001 });
    },
  };
}

async function take(page: Page, step: Step): Promise<void> {
  if ("click" in step) await find(page, step.click).click();
  else if ("focus" in step) await find(page, step.focus).focus();
  else if ("attach" in step) await page.locator("input[data-files]").setInputFiles(fileURLToPath(CHART));
  else if ("fill" in step) await page.getByLabel(step.fill.label, { exact: true }).fill(step.fill.text);
  else {
    // Keys reach only a page whose code is there.
    await page.getByRole("button").first().waitFor();
    await page.keyboard.press(step.press);
  }
}

function find(page: Page, what: Named | { text: string }): Locator {
  if ("text" in what) return page.getByText(what.text).first();
  const name = what.name === "" ? {} : { name: what.name, exact: true };
  return page.getByRole(what.role, name).first();
}
