/** Whether the user's logins ask for a code, and a secret to begin with. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEngine } from "@/binding/engine-context.tsx";
import { proposeSecret, readTwoStep } from "../two-step.ts";

const KEY = ["two-step"];

export function useTwoStep() {
  const { rest } = useEngine();
  return useQuery({ queryKey: KEY, queryFn: () => readTwoStep(rest), staleTime: 0, retry: false });
}

/** Has it read anew. */
export function useTwoStepChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: KEY });
}

/** Another one whenever it is asked for; nothing is kept of it. */
export function useProposedSecret() {
  const { rest } = useEngine();
  return useQuery({
    queryKey: [...KEY, "secret"],
    queryFn: () => proposeSecret(rest),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
}
