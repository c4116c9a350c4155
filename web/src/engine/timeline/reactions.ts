/**
 * What a reaction changes.
 *
 * - RX1  One's own reaction counts once, however often it is told of: `me` says whether it is there.
 * - RX2  The emojis stand in the order of their first use; one that nobody uses any more goes.
 */
import type { Emoji, Reaction } from "../wire.ts";

export type ReactionChange =
  | { type: "add" | "remove"; emoji: Emoji; isOwn: boolean }
  | { type: "clear" }
  | { type: "clear-emoji"; emoji: Emoji };

export function changeReactions(reactions: readonly Reaction[], change: ReactionChange): readonly Reaction[] {
  switch (change.type) {
    case "clear":
      return [];
    case "clear-emoji":
      return reactions.filter(({ emoji }) => !isSameEmoji(emoji, change.emoji));
    case "add":
      return add(reactions, change.emoji, change.isOwn);
    case "remove":
      return remove(reactions, change.emoji, change.isOwn);
    default:
      return change satisfies never;
  }
}

export function isSameEmoji(a: Emoji, b: Emoji): boolean {
  return a.id === null ? b.id === null && a.name === b.name : a.id === b.id;
}

/** How an address names it. */
export function emojiPath({ id, name }: Emoji): string {
  return encodeURIComponent(id === null ? (name ?? "") : `${name}:${id}`);
}

function add(reactions: readonly Reaction[], emoji: Emoji, isOwn: boolean): readonly Reaction[] {
  const known = reactions.find((reaction) => isSameEmoji(reaction.emoji, emoji));
  if (!known) return [...reactions, { emoji, count: 1, me: isOwn }];
  if (isOwn && known.me) return reactions;
  return replaced(reactions, known, { ...known, count: known.count + 1, me: known.me || isOwn });
}

function remove(reactions: readonly Reaction[], emoji: Emoji, isOwn: boolean): readonly Reaction[] {
  const known = reactions.find((reaction) => isSameEmoji(reaction.emoji, emoji));
  if (!known || (isOwn && !known.me)) return reactions;
  if (known.count <= 1) return reactions.filter((reaction) => reaction !== known);
  return replaced(reactions, known, { ...known, count: known.count - 1, me: known.me && !isOwn });
}

function replaced(reactions: readonly Reaction[], old: Reaction, next: Reaction): readonly Reaction[] {
  return reactions.map((reaction) => (reaction === old ? next : reaction));
}
