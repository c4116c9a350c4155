/** The switcher, and the way to what is picked in it. */
import { useNavigate, useParams } from "@tanstack/react-router";
import { useSession } from "@/binding/engine-context.tsx";
import { firstTextChannel } from "@/engine/guilds/arrange.ts";
import { SwitcherDialog } from "@/features/switcher/components/switcher-dialog.tsx";
import type { Target } from "@/features/switcher/targets.ts";

export function Switcher({ onClose }: { onClose(): void }) {
  const { guilds } = useSession();
  const navigate = useNavigate();
  const { guildId: current, channelId: open } = useParams({ strict: false });

  function go({ kind, id, guildId, parentId }: Target): void {
    onClose();
    const guild = guilds.getState().guilds[guildId];
    const entrance = guildId === current && open ? open : guild && firstTextChannel(guild)?.id;
    const isItself = kind === "channel" || kind === "conversation";
    const channelId = isItself ? id : (parentId ?? entrance);
    // A person is met among the members of a channel.
    if (kind === "guild" || !channelId) void navigate({ to: "/channels/$guildId", params: { guildId } });
    else {
      void navigate({
        to: "/channels/$guildId/$channelId",
        params: { guildId, channelId },
        search: kind === "person" ? { member: id } : kind === "thread" ? { thread: id } : {},
      });
    }
  }

  return <SwitcherDialog current={current ?? null} onPick={go} onClose={onClose} />;
}
