/** The brakes of a guild, and setting them. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEngine } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import type { Brakes, Id } from "@/engine/wire.ts";
import { readBrakes, setBrakes } from "../api.ts";

const keyOf = (guildId: Id) => ["brakes", guildId];

export function useBrakes(guildId: Id) {
  const { rest } = useEngine();
  return useQuery({ queryKey: keyOf(guildId), queryFn: () => readBrakes(rest, guildId), staleTime: 0 });
}

/** What is set is seen where it was chosen, so only what did not work is said. */
export function useSetBrakes(guildId: Id) {
  const { rest } = useEngine();
  const queries = useQueryClient();
  return useAction<Brakes, Partial<Brakes>>({
    run: (change) => setBrakes(rest, guildId, change),
    done: null,
    after: (brakes) => queries.setQueryData(keyOf(guildId), brakes),
  });
}
