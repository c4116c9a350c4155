/**
 * The members of a guild that was not given whole. Rows come as they are looked at, grey until then, and
 * the server keeps those up to date that are on screen.
 */
import { useEffect, useState } from "react";
import { useSession } from "@/binding/engine-context.tsx";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { createViewport, type Viewport } from "@/engine/members/viewport.ts";
import { LongListRows } from "./long-list-rows.tsx";

export function LongList({ guild }: { guild: GuildState }) {
  const session = useSession();
  const [viewport, setViewport] = useState<Viewport | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: how many there were is only to begin with
  useEffect(() => {
    const made = createViewport(session, guild.id, guild.memberCount);
    setViewport(made);
    return made.close;
  }, [session, guild.id]);
  return viewport && <LongListRows guild={guild} viewport={viewport} />;
}
