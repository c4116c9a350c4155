/** The addresses of channels and messages: as they are shared, and read back from what others share. */
import type { Id } from "./wire.ts";

export interface Place {
  guildId: Id;
  channelId: Id;
  messageId: Id | null;
}

const PATH = /^\/channels\/(\d{1,20}|@me)\/(\d{1,20})(?:\/(\d{1,20}))?\/?$/;

export function permalink(origin: string, { guildId, channelId, messageId }: Place): string {
  const path = `/channels/${guildId}/${channelId}`;
  return origin + (messageId === null ? path : `${path}/${messageId}`);
}

/** What an address of this server leads to; null for any other. */
export function readPermalink(origin: string, href: string): Place | null {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  const [, guildId, channelId, messageId] = PATH.exec(url.pathname) ?? [];
  if (url.origin !== origin || !guildId || !channelId) return null;
  return { guildId, channelId, messageId: messageId ?? url.searchParams.get("message") };
}
