/** What every test starts with: sentences, and a page that has a size. */
import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeAll } from "vitest";
import { useToasts } from "@/binding/toasts.ts";
import { restoreAppearance } from "@/features/appearance/appearance.ts";
import { useSwitcher } from "@/features/switcher/store.ts";
import { loadMenus } from "@/ui/menu.tsx";
import { loadPopovers } from "@/ui/popover.tsx";
import { startI18n } from "../i18n/i18n.ts";

beforeAll(startI18n);
beforeAll(loadMenus);
beforeAll(loadPopovers);

// Parts that load when they are first needed take their time on a busy machine.
configure({ asyncUtilTimeout: 10_000 });

afterEach(() => {
  cleanup();
  localStorage.clear();
  restoreAppearance();
  useToasts.setState({ toasts: [] });
  useSwitcher.setState({ isOpen: false });
});

// Nothing is laid out here: without sizes the timeline would show no rows.
const PAGE_PX = { width: 1200, height: 800 };
const ROW_PX = 40;
Object.defineProperties(HTMLElement.prototype, {
  clientHeight: { configurable: true, get: () => PAGE_PX.height },
  clientWidth: { configurable: true, get: () => PAGE_PX.width },
  offsetWidth: { configurable: true, get: () => PAGE_PX.width },
  offsetHeight: {
    configurable: true,
    get(this: HTMLElement) {
      return this.tagName === "LI" ? ROW_PX : PAGE_PX.height;
    },
  },
});
