/** What a notification says. */
import type { TFunction } from "i18next";
import { displayName } from "@/engine/guilds/arrange.ts";
import { conversationName } from "@/engine/guilds/conversation-name.ts";
import { HOME, isGroup } from "@/engine/guilds/home.ts";
import type { Told } from "@/engine/notifying/notifier.ts";
import { plainText, shortened } from "@/engine/notifying/text.ts";

export function sentencesOf(t: TFunction, told: Told): { title: string; body: string } {
  const { notice, guild } = told;
  const { message } = notice.news;
  const place = placeName(told);
  const isHome = guild.id === HOME;
  const where = isHome ? "" : guild.name;
  if (!message) return { title: shortened(summary(t, told, place)), body: shortened(where) };
  const author = displayName(message.author, guild.members[message.author.id]);
  const files = message.attachments?.length ?? 0;
  const words = plainText(message, guild);
  const text = words || (files > 0 ? t("messages.files", { count: files }) : t("messages.noText"));
  if (notice.count === 1 && !notice.isVague) {
    const title = t(saidKey(told), { name: author, place, guild: where });
    return { title: shortened(title), body: text };
  }
  const body = t("messages.newMessage", { name: author, text });
  return { title: shortened(summary(t, told, place)), body: shortened(body) };
}

function summary(t: TFunction, { notice }: Told, place: string): string {
  const { count, isVague, isMissed } = notice;
  if (isMissed) return t("notifications.missed", { count, place });
  return isVague ? t("notifications.newIn", { place }) : t("notifications.newCount", { count, place });
}

function saidKey({ guild, channel }: Told) {
  if (guild.id !== HOME) return "notifications.said";
  return isGroup(channel) ? "notifications.saidInGroup" : "notifications.saidDirectly";
}

function placeName({ guild, channel }: Told): string {
  if (guild.id !== HOME) return `#${channel.name ?? ""}`;
  const name = conversationName(guild, channel);
  return isGroup(channel) ? name : `@${name}`;
}
