// What axe finds wrong on a page. It runs in the page itself, as no frame of ours holds another: its own
// driver opens a second page for each look.

import type { Page } from "@playwright/test";
import axe from "axe-core";

export interface Fault {
  id: string;
  html: string[];
}

/** By all rules that are on, or by these only. */
export async function faultsOf(page: Page, rules?: readonly string[]): Promise<Fault[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  return page.evaluate(async (only) => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(document, {
      resultTypes: ["violations"],
      ...(only ? { runOnly: [...only] } : {}),
    });
    return violations.map(({ id, nodes }) => ({ id, html: nodes.map(({ html }) => html) }));
  }, rules);
}
