/** Calls what a global shortcut stands for. */
import { useEffect, useRef } from "react";
import { pressed, type ShortcutId } from "../keys.ts";
import { IS_APPLE } from "../platform.ts";

/** What is not given does nothing, and the browser keeps its own meaning of the keys. */
export function useShortcuts(actions: Partial<Record<ShortcutId, () => void>>): void {
  const current = useRef(actions);
  useEffect(() => {
    current.current = actions;
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing) return;
      const id = pressed(event, IS_APPLE, isTyping(event.target));
      const action = id && current.current[id];
      if (!action) return;
      event.preventDefault();
      action();
    };
    addEventListener("keydown", listener);
    return () => removeEventListener("keydown", listener);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}
