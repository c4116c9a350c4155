/**
 * Which keys do what. The list is what a person is shown, so a shortcut that is not in it does not exist.
 *
 * - K1  While somebody types, only shortcuts with Ctrl, Alt or Command act.
 * - K2  `mod` is Command on Apple's machines, and Ctrl elsewhere.
 */

export type ShortcutId =
  | "switcher"
  | "shortcuts"
  | "settings"
  | "channelUp"
  | "channelDown"
  | "unreadUp"
  | "unreadDown"
  | "answer"
  | "decline"
  | "composer"
  | "back"
  | "send"
  | "newLine"
  | "editLast"
  | "bold"
  | "italic"
  | "underline"
  | "strike"
  | "code"
  | "spoiler"
  | "tab"
  | "arrows";

export interface Shortcut {
  id: ShortcutId;
  /** Each a way to do it: modifiers and a `KeyboardEvent.key`, joined by `+`. */
  ways: readonly string[];
}

export interface ShortcutGroup {
  id: "everywhere" | "conversation";
  shortcuts: readonly Shortcut[];
}

export const SHORTCUTS: readonly ShortcutGroup[] = [
  {
    id: "everywhere",
    shortcuts: [
      { id: "switcher", ways: ["mod+k"] },
      { id: "shortcuts", ways: ["?", "mod+/"] },
      { id: "settings", ways: ["mod+,"] },
      { id: "channelUp", ways: ["Alt+ArrowUp"] },
      { id: "channelDown", ways: ["Alt+ArrowDown"] },
      { id: "unreadUp", ways: ["Alt+Shift+ArrowUp"] },
      { id: "unreadDown", ways: ["Alt+Shift+ArrowDown"] },
      { id: "answer", ways: ["mod+Shift+Enter"] },
      { id: "decline", ways: ["mod+Shift+Backspace"] },
      { id: "back", ways: ["Escape"] },
      { id: "tab", ways: ["Tab"] },
      { id: "arrows", ways: ["ArrowUp", "ArrowDown"] },
    ],
  },
  {
    id: "conversation",
    shortcuts: [
      { id: "composer", ways: ["/"] },
      { id: "send", ways: ["Enter"] },
      { id: "newLine", ways: ["Shift+Enter"] },
      { id: "editLast", ways: ["ArrowUp"] },
      { id: "bold", ways: ["mod+b"] },
      { id: "italic", ways: ["mod+i"] },
      { id: "underline", ways: ["mod+u"] },
      { id: "strike", ways: ["mod+Shift+x"] },
      { id: "code", ways: ["mod+e"] },
      { id: "spoiler", ways: ["mod+Shift+s"] },
    ],
  },
];

/** Those that act everywhere; the others belong to the control that has the focus. */
export const GLOBAL: readonly ShortcutId[] = [
  "switcher",
  "shortcuts",
  "settings",
  "channelUp",
  "channelDown",
  "unreadUp",
  "unreadDown",
  "answer",
  "decline",
  "composer",
];

export type PressedKey = Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "shiftKey" | "metaKey">;

/** The global shortcut that was pressed, or null. */
export function pressed(event: PressedKey, isApple: boolean, isTyping: boolean): ShortcutId | null {
  const all = SHORTCUTS.flatMap(({ shortcuts }) => shortcuts).filter(({ id }) => GLOBAL.includes(id));
  const hit = all.find(({ ways }) =>
    ways.some((way) => isWay(way, event, isApple) && !(isTyping && isPlain(way))),
  );
  return hit?.id ?? null;
}

/** The keys of a way as they are written on the keyboard. */
export function keysOf(way: string, isApple: boolean): string[] {
  return way.split("+").map((key) => {
    if (key === "mod") return isApple ? "Command" : "Control";
    return key === "Alt" && isApple ? "Option" : key;
  });
}

function isPlain(way: string): boolean {
  return !/^(mod|Alt)\+/.test(way);
}

function isWay(way: string, event: PressedKey, isApple: boolean): boolean {
  const parts = way.split("+");
  const key = parts.at(-1) ?? "";
  const has = (modifier: string) => parts.includes(modifier);
  const isCommand = isApple ? event.metaKey : event.ctrlKey;
  const isForeign = isApple ? event.ctrlKey : event.metaKey;
  // A character says by itself whether Shift is needed, and that differs between keyboards.
  const isShiftRight = key.length === 1 || event.shiftKey === has("Shift");
  return (
    event.key.toLowerCase() === key.toLowerCase() &&
    isCommand === has("mod") &&
    event.altKey === has("Alt") &&
    !isForeign &&
    isShiftRight
  );
}
