/** Where a channel stands in the list. */
import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { arrangeChannels } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { moved } from "@/engine/guilds/order.ts";
import { CHANNEL_CATEGORY, type Channel, type Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { SelectField } from "@/ui/select-field.tsx";
import { moveChannel, orderChannels } from "../api.ts";

export function ChannelPlace({ guild, channel }: { guild: GuildState; channel: Channel }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const order = useAction({ run: (next: Id[]) => orderChannels(rest, guild.id, next), done: null });
  const move = useAction({
    run: (parent: Id | null) => moveChannel(rest, guild.id, channel.id, parent),
    done: null,
  });
  const siblings = siblingsOf(guild, channel);
  const [up, down] = [moved(siblings, channel.id, -1), moved(siblings, channel.id, 1)];
  const categories = arrangeChannels(guild).flatMap(({ category }) => category ?? []);
  const parents = [
    { value: "", label: t("channel.noCategory") },
    ...categories.map(({ id, name }) => ({ value: id, label: name ?? "" })),
  ];
  return (
    <section aria-label={t("channelSettings.place")} className="grid max-w-md gap-3">
      <h2 className="font-semibold">{t("channelSettings.place")}</h2>
      {channel.type !== CHANNEL_CATEGORY && categories.length > 0 && (
        <SelectField
          label={t("channel.category")}
          choices={parents}
          value={channel.parent_id ?? ""}
          onChange={(event) => move.mutate(event.target.value || null)}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button look="quiet" disabled={!up} busy={order.isPending} onClick={() => up && order.mutate(up)}>
          <ArrowUp size={16} aria-hidden />
          {t("channelSettings.up")}
        </Button>
        <Button
          look="quiet"
          disabled={!down}
          busy={order.isPending}
          onClick={() => down && order.mutate(down)}
        >
          <ArrowDown size={16} aria-hidden />
          {t("channelSettings.down")}
        </Button>
      </div>
    </section>
  );
}

/** Those that it can change places with, from the top. */
function siblingsOf(guild: GuildState, channel: Channel): Id[] {
  const sections = arrangeChannels(guild);
  if (channel.type === CHANNEL_CATEGORY) return sections.flatMap(({ category }) => category?.id ?? []);
  const own = sections.find(({ channels }) => channels.some(({ id }) => id === channel.id));
  return (own?.channels ?? []).filter(({ type }) => type === channel.type).map(({ id }) => id);
}
