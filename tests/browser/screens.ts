// The list of all screens, and the way to each of them.

import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { PASSWORD } from "../server/server.mjs";
import { NAMES, type Places, type Role } from "./town.js";

interface Named {
  role: Parameters<Page["getByRole"]>[0];
  name: string;
}

type Step = { click: Named } | { press: string } | { fill: { label: string; text: string } };

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

/** Brings a page to a screen, or to one of its states, and waits until it is there. */
export async function visit(page: Page, screen: Screen, state: Visit | null, places: Places): Promise<void> {
  const target = { ...screen, ...state };
  await page.unrouteAll({ behavior: "ignoreErrors" });
  const { hold, abort, answer } = state ?? {};
  if (hold) await page.route(hold, () => undefined);
  if (abort) await page.route(abort, (route) => route.abort());
  if (answer) {
    await page.route(answer.url, (route) => route.fulfill({ status: answer.status, json: answer.body }));
  }
  // Another address of the same page would not load it anew.
  await page.goto("about:blank");
  await page.goto(target.path.replace(/\{(\w+)\}/g, (_, name: keyof Places) => places[name]));
  const steps = state ? (state.steps ?? []) : (screen.steps ?? []);
  for (const step of steps) await take(page, step);
  if (state?.offline) {
    await find(page, screen.ready).waitFor();
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

async function take(page: Page, step: Step): Promise<void> {
  if ("click" in step) await find(page, step.click).click();
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
