/** Lets whoever manages channels put them elsewhere by dragging. */
import { useEngine } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { useGuild, useMay } from "@/binding/use-guild.ts";
import type { Side } from "@/engine/guilds/order.ts";
import { MANAGE_CHANNELS } from "@/engine/guilds/permissions.ts";
import type { Channel, Id } from "@/engine/wire.ts";
import { type ChannelPlacing, placeChannels } from "../api.ts";
import { mayDropOn, placesAfterDrop } from "../dropping.ts";

/** What the row of a channel, or the title of a category, needs for it. */
export function useDropChannel(guildId: Id) {
  const { rest } = useEngine();
  const guild = useGuild(guildId);
  const isMovable = useMay(guildId, MANAGE_CHANNELS);
  const place = useAction({
    run: (places: ChannelPlacing[]) => placeChannels(rest, guildId, places),
    done: null,
  });
  return (target: Channel) => ({
    list: `channels.${guildId}`,
    id: target.id,
    isMovable,
    accepts(id: Id) {
      const dragged = guild?.channels[id];
      return dragged !== undefined && mayDropOn(dragged, target);
    },
    onDropped(id: Id, side: Side) {
      const dragged = guild?.channels[id];
      const places = guild && dragged && placesAfterDrop(guild, dragged, side, target);
      if (places) place.mutate(places);
    },
  });
}
