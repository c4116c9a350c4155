/**
 * The key that opens the microphone while it is held.
 *
 * - TK1  While somebody types, a key that writes something writes, and does not talk.
 * - TK2  A window that loses the focus does not hear the key being let go: it counts as let go then.
 */
import type { Cancel } from "@/engine/ports.ts";
import type { VoiceChoices } from "@/engine/voice/choices.ts";

type Choice = Pick<VoiceChoices, "opensBy" | "key">;

/** Keys that write nothing by themselves. */
const SILENT = /^(Alt|Control|Shift|Meta|F\d|Pause|ScrollLock|CapsLock|ContextMenu|Insert)/;

export function isTalkKey({ opensBy, key }: Choice, code: string, isTyping: boolean): boolean {
  return opensBy === "key" && code === key && !(isTyping && !SILENT.test(code));
}

export function watchTalkKey(choice: () => Choice, push: (isDown: boolean) => void): Cancel {
  let isDown = false;
  const turn = (down: boolean) => {
    if (down !== isDown) push(down);
    isDown = down;
  };
  const pressed = ({ code, target, repeat }: KeyboardEvent) => {
    if (!repeat && isTalkKey(choice(), code, isTyping(target))) turn(true);
  };
  const released = ({ code }: KeyboardEvent) => {
    if (code === choice().key) turn(false);
  };
  const away = () => turn(false);
  addEventListener("keydown", pressed);
  addEventListener("keyup", released);
  addEventListener("blur", away);
  return () => {
    removeEventListener("keydown", pressed);
    removeEventListener("keyup", released);
    removeEventListener("blur", away);
  };
}

/** As it is written on a keyboard: `KeyT` is T. */
export function keyName(code: string): string {
  return code.replace(/^(Key|Digit)(?=.$)/, "").replace(/(?<=[a-z])(?=[A-Z0-9])/g, " ");
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}
