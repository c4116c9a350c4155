/** A guild and what is asked about it everywhere. */
import { useShallow } from "zustand/react/shallow";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { actsAbout, type ModerationAct } from "@/engine/guilds/moderation.ts";
import { permissionsOf } from "@/engine/guilds/permissions.ts";
import { seenAs } from "@/engine/guilds/seen-as.ts";
import { channelOf } from "@/engine/guilds/threads.ts";
import { timeOutEndMs } from "@/engine/guilds/time-outs.ts";
import type { Channel, Id } from "@/engine/wire.ts";
import { useFromStore, useSession } from "./engine-context.tsx";

/** As it is shown: as oneself sees it, or as somebody with the role that one looks through. */
export function useGuild(guildId: Id): GuildState | undefined {
  const see = useSight(guildId);
  return useFromStore(useSession().guilds, (state) => see(state.guilds[guildId]));
}

/** As oneself sees it, whatever is shown. */
export function useOwnGuild(guildId: Id): GuildState | undefined {
  return useFromStore(useSession().guilds, (state) => state.guilds[guildId]);
}

/** The role that one looks at this guild through. */
export function useRoleSeenAs(guildId: Id): Id | null {
  return useFromStore(useSession().seenAs, ({ as }) => (as?.guildId === guildId ? as.roleId : null));
}

function useSight(guildId: Id): (guild: GuildState | undefined) => GuildState | undefined {
  const { user } = useSession();
  const roleId = useRoleSeenAs(guildId);
  return (guild) => (guild && roleId !== null ? seenAs(guild, user.id, roleId) : guild);
}

/** A channel, or a thread of one. */
export function useChannel(guildId: Id, channelId: Id): Channel | undefined {
  const see = useSight(guildId);
  return useFromStore(useSession().guilds, (state) => {
    const guild = see(state.guilds[guildId]);
    return guild && channelOf(guild, channelId);
  });
}

/** Whether the signed-in user has `permission`, in the guild or in one channel of it. */
export function useMay(guildId: Id, permission: bigint, channelId?: Id): boolean {
  const { guilds, user } = useSession();
  const see = useSight(guildId);
  return useFromStore(guilds, (state) => {
    const guild = see(state.guilds[guildId]);
    const channel = guild && channelId !== undefined ? channelOf(guild, channelId) : undefined;
    return guild !== undefined && (permissionsOf(guild, user.id, channel) & permission) === permission;
  });
}

/** Whether a time-out of the signed-in user runs there; owner and administrators do not feel it. */
export function useIsTimedOut(guildId: Id): boolean {
  const { guilds, user } = useSession();
  return useFromStore(guilds, (state) => timeOutEndMs(state.guilds[guildId]?.members[user.id]) !== null);
}

/** What the signed-in user may do about somebody. */
export function useActsAbout(guildId: Id, userId: Id): ModerationAct[] {
  const { guilds, user } = useSession();
  const see = useSight(guildId);
  return useFromStore(
    guilds,
    useShallow((state) => {
      const guild = see(state.guilds[guildId]);
      return guild ? actsAbout(guild, user.id, userId) : [];
    }),
  );
}
