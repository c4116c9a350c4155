/** Fetches the members that a large guild's GUILD_CREATE left out. */
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { RestClient } from "@/engine/rest/client.ts";
import type { Id, Member } from "@/engine/wire.ts";

/** One page, which is all that is shown until the list follows the viewport. */
const MEMBERS_MAX = 1_000;

function listMembers(rest: RestClient, guildId: Id): Promise<Member[]> {
  return rest.request("GET", `/api/v10/guilds/${guildId}/members`, { query: { limit: MEMBERS_MAX } });
}

export function useAllMembers(guild: GuildState) {
  const { rest } = useEngine();
  const { addMembers } = useSession();
  const known = Object.keys(guild.members).length;
  const query = useQuery({
    queryKey: ["members", guild.id],
    queryFn: () => listMembers(rest, guild.id),
    enabled: known < Math.min(guild.memberCount, MEMBERS_MAX),
  });
  useEffect(() => {
    if (query.data) addMembers(guild.id, query.data);
  }, [query.data, guild.id, addMembers]);
  return query;
}
