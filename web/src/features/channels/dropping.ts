/** Where a channel goes that is dropped on another one, or on the title of a category. */
import { arrangeChannels } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { putBeside, type Side } from "@/engine/guilds/order.ts";
import { CHANNEL_CATEGORY, type Channel, type Id } from "@/engine/wire.ts";
import type { ChannelPlacing } from "./api.ts";

/** Channels of one kind stand together; whatever is no category goes into one. */
export function mayDropOn(dragged: Channel, target: Channel): boolean {
  return dragged.type === target.type || target.type === CHANNEL_CATEGORY;
}

/** Null where it stands there already. */
export function placesAfterDrop(
  guild: GuildState,
  dragged: Channel,
  side: Side,
  target: Channel,
): ChannelPlacing[] | null {
  if (dragged.type !== CHANNEL_CATEGORY && target.type === CHANNEL_CATEGORY) {
    const isThere = dragged.parent_id === target.id;
    return isThere ? null : placesOf([...kin(guild, target.id, dragged), dragged.id], dragged.id, target.id);
  }
  const parent = dragged.type === CHANNEL_CATEGORY ? null : (target.parent_id ?? null);
  const order = putBeside(kin(guild, parent, dragged), dragged.id, side, target.id);
  const stays = parent === (dragged.parent_id ?? null);
  return order && placesOf(order, dragged.id, stays ? undefined : parent);
}

/** All of the same kind there, from the top. */
function kin(guild: GuildState, parent: Id | null, { type }: Channel): Id[] {
  const sections = arrangeChannels(guild);
  if (type === CHANNEL_CATEGORY) return sections.flatMap(({ category }) => category?.id ?? []);
  const there = sections.find(({ category }) => (category?.id ?? null) === parent);
  return (there?.channels ?? []).filter((channel) => channel.type === type).map(({ id }) => id);
}

function placesOf(order: readonly Id[], dragged: Id, parent: Id | null | undefined): ChannelPlacing[] {
  return order.map((id, position) =>
    id === dragged && parent !== undefined ? { id, position, parent_id: parent } : { id, position },
  );
}
