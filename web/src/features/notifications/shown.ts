/** The browser's own notifications, one for each tag. */
import { usePermission } from "./permission.ts";

/** The library of the language does not know `renotify`. */
type Options = NotificationOptions & { renotify?: boolean };

export interface Notice {
  tag: string;
  title: string;
  body: string;
  /** Whether it makes itself noticed, also in the place of another one. */
  calls: boolean;
  silent: boolean;
  onClick(): void;
}

const open = new Map<string, Notification>();

export function showNotice({ tag, title, body, calls, silent, onClick }: Notice): void {
  const options: Options = { tag, body, silent, renotify: calls };
  try {
    const shown = new Notification(title, options);
    open.set(tag, shown);
    shown.onclose = () => {
      if (open.get(tag) === shown) open.delete(tag);
    };
    shown.onclick = () => {
      shown.close();
      window.focus();
      onClick();
    };
  } catch {
    usePermission.getState().isBroken();
  }
}

export function closeNotice(tag: string): void {
  open.get(tag)?.close();
  open.delete(tag);
}

/** Without its page nothing would come of pressing one. */
export function closeAll(): void {
  for (const tag of [...open.keys()]) closeNotice(tag);
}
