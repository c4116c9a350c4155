// Someone without a mouse: everything by Tab, Enter, Escape, arrows and letters.

import { expect, type Locator, type Page } from "@playwright/test";

/** Further away than this, nobody finds it. */
const TABS_MAX = 60;

export class Keyboard {
  constructor(readonly page: Page) {}

  /** Tabs forward until `target` has the focus, and expects that the focus can be seen. */
  async tabsTo(target: Locator): Promise<void> {
    await target.waitFor();
    for (let tabs = 0; tabs < TABS_MAX && !(await hasFocus(target)); tabs += 1) {
      await this.page.keyboard.press("Tab");
    }
    await expect(target).toBeFocused();
    const ring = await target.evaluate((element) => {
      // Some fields leave the ring to the box around them.
      const styles = [element, element.parentElement ?? element].map((one) => getComputedStyle(one));
      return styles.some(
        ({ outlineStyle, outlineWidth }) => outlineStyle !== "none" && outlineWidth !== "0px",
      );
    });
    expect(ring, "the focus can be seen").toBe(true);
  }

  async opens(target: Locator): Promise<void> {
    await this.tabsTo(target);
    await this.page.keyboard.press("Enter");
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async types(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }
}

async function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement);
}
