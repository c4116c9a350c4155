/** An invite as the server knows it. */
import { useQuery } from "@tanstack/react-query";
import { useEngine } from "@/binding/engine-context.tsx";
import { getInvite } from "../api.ts";

export function useInvite(code: string) {
  const { rest } = useEngine();
  return useQuery({ queryKey: ["invite", code], queryFn: () => getInvite(rest, code) });
}
