/**
 * A menu that drops from a button. Its code comes with the first press: until then there is only the
 * button, which stays the same one for as long as nobody presses it.
 */
import { cloneElement, useState } from "react";
import type { MenuChoiceProps, MenuItemProps, MenuProps } from "./menu-parts.tsx";

let parts: typeof import("./menu-parts.tsx") | null = null;

export async function loadMenus(): Promise<void> {
  parts = await import("./menu-parts.tsx");
}

export function Menu(props: MenuProps) {
  /** How it begins, once it can. */
  const [start, setStart] = useState<"closed" | "open" | null>(parts && "closed");
  if (parts && start) return <parts.StartedMenu {...props} isOpen={start === "open"} />;
  return cloneElement(props.trigger, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onClick: () =>
      void loadMenus().then(
        () => setStart("open"),
        // Without a network it can be pressed again.
        () => undefined,
      ),
  });
}

// Menus show their items only when they are open.

export function MenuItem(props: MenuItemProps) {
  return parts && <parts.MenuItem {...props} />;
}

export function MenuChoice<T extends string>(props: MenuChoiceProps<T>) {
  return parts && <parts.MenuChoice {...props} />;
}

export function MenuLine() {
  return parts && <parts.MenuLine />;
}
