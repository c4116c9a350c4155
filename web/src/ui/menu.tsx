/**
 * A menu that drops from a button. Its code comes with the first press: until then there is only the
 * button, which stays the same one for as long as nobody presses it.
 */
import { cloneElement, type MouseEvent, useState } from "react";
import type { MenuBeginning, MenuChoiceProps, MenuItemProps, MenuProps } from "./menu-parts.tsx";

let parts: typeof import("./menu-parts.tsx") | null = null;

export async function loadMenus(): Promise<void> {
  parts = await import("./menu-parts.tsx");
}

export function Menu(props: MenuProps) {
  /** How it begins, once it can. */
  const [beginning, setBeginning] = useState<MenuBeginning | null>(parts && "closed");
  if (parts && beginning) return <parts.StartedMenu {...props} beginning={beginning} />;
  return cloneElement(props.trigger, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    // Enter and the space bar press without a pointer.
    onClick: ({ detail }: MouseEvent) =>
      void loadMenus().then(
        () => setBeginning(detail === 0 ? "entered" : "open"),
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
