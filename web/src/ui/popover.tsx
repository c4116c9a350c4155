/** A layer that opens over a button. Its code comes with the first press, as that of menus does. */
import { cloneElement, useState } from "react";
import type { PopoverProps } from "./popover-parts.tsx";

let parts: typeof import("./popover-parts.tsx") | null = null;

export async function loadPopovers(): Promise<void> {
  parts = await import("./popover-parts.tsx");
}

export function Popover(props: PopoverProps) {
  /** How it begins, once it can. */
  const [start, setStart] = useState<"closed" | "open" | null>(parts && "closed");
  if (parts && start) return <parts.StartedPopover {...props} isOpen={start === "open"} />;
  return cloneElement(props.trigger, {
    "aria-haspopup": "dialog",
    "aria-expanded": false,
    onClick: () =>
      void loadPopovers().then(
        () => setStart("open"),
        // Without a network it can be pressed again.
        () => undefined,
      ),
  });
}
