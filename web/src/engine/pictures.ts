/** Where this server keeps pictures and files: every address of one is on our own origin. */
import type { GuildSummary, User } from "./wire.ts";

const PICTURE_PX = 128;

/** Null: no picture, so initials. */
export function avatarPath({ id, avatar }: Pick<User, "id" | "avatar">): string | null {
  return picturePath("avatars", id, avatar);
}

export function iconPath({ id, icon }: Pick<GuildSummary, "id" | "icon">): string | null {
  return picturePath("icons", id, icon);
}

function picturePath(kind: string, id: string, hash: string | null): string | null {
  if (!hash) return null;
  return `/${kind}/${encodeURIComponent(id)}/${encodeURIComponent(hash)}.png?size=${PICTURE_PX}`;
}

/** The server may be known by several names, and pages may only show what comes from their own. */
export function filePath(address: string): string | null {
  try {
    const { pathname, search } = new URL(address, "http://here.invalid");
    return pathname.startsWith("/attachments/") ? pathname + search : null;
  } catch {
    return null;
  }
}

/** The smaller picture of a file, where the server made one. */
export function thumbnailPath(address: string, sizePx: number): string | null {
  const path = filePath(address);
  return path === null ? null : `${path}${path.includes("?") ? "&" : "?"}size=${sizePx}`;
}

/** Whether an address of a file was good only until now. */
export function isExpired(address: string, nowMs: number): boolean {
  const seconds = /[?&]ex=([0-9a-f]{1,12})(?:&|$)/.exec(address)?.[1];
  return seconds !== undefined && Number.parseInt(seconds, 16) * 1_000 <= nowMs;
}
