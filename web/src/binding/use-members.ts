/** The members that a large guild's GUILD_CREATE left out, fetched where they are shown. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { knowsAll } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { MemberQuery } from "@/engine/member-requests.ts";
import type { Id, Member } from "@/engine/wire.ts";
import { useFromStore, useSession } from "./engine-context.tsx";

/** More are not kept here: every change of one sorts them all. Whoever is not among them is found by name. */
const MEMBERS_MAX = 1_000;
/** As many as are listed for what was typed. */
const NAMED_MAX = 50;
/** A request a word, not one a letter. */
const TYPING_MS = 300;

export function useAllMembers(guild: GuildState): UseQueryResult<true> {
  const isPartial = Object.keys(guild.members).length < Math.min(guild.memberCount, MEMBERS_MAX);
  return useMembers(guild, { query: "", limit: MEMBERS_MAX }, isPartial);
}

/** Somebody in particular: in a guild of which not all is known, also how present they are now. */
export function useMember(guild: GuildState, userId: Id): Member | undefined {
  useMembers(guild, { users: [userId] }, !knowsAll(guild));
  return guild.members[userId];
}

/** Those whose name begins with what was typed, as far as they are not known. */
export function useMembersNamed(guild: GuildState, typed: string): UseQueryResult<true> {
  const query = useRested(typed.trim(), TYPING_MS);
  const isPartial = Object.keys(guild.members).length < guild.memberCount;
  return useMembers(guild, { query, limit: NAMED_MAX }, isPartial && query !== "");
}

function useMembers(guild: GuildState, query: MemberQuery, enabled: boolean): UseQueryResult<true> {
  const { connection, requestMembers } = useSession();
  const isOnline = useFromStore(connection.store, ({ status }) => status === "online");
  return useQuery({
    queryKey: ["members", guild.id, query],
    queryFn: () => requestMembers(guild.id, query).then(() => true as const),
    // A new session begins without them.
    staleTime: 0,
    // Nobody answers before the connection is back, and then they are asked for anew.
    enabled: enabled && isOnline,
    retry: false,
  });
}

/** The value, once it has not changed for `ms`. */
function useRested(value: string, ms: number): string {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return rested;
}
