/** Who somebody is to the reader: asked for when it is looked at. */
import { useQuery } from "@tanstack/react-query";
import type { RestClient } from "@/engine/rest/client.ts";
import type { Id, Profile } from "@/engine/wire.ts";
import { useEngine } from "./engine-context.tsx";

export function profileKey(userId: Id) {
  return ["profile", userId];
}

export function useProfile(userId: Id) {
  const { rest } = useEngine();
  return useQuery({ queryKey: profileKey(userId), queryFn: () => getProfile(rest, userId), staleTime: 0 });
}

function getProfile(rest: RestClient, userId: Id): Promise<Profile> {
  return rest.request("GET", `/api/x/users/${userId}/profile`);
}
