/** What was measured over a range; anew every minute, as the server measures. */
import { useQuery } from "@tanstack/react-query";
import { useEngine } from "@/binding/engine-context.tsx";
import { type Range, readStatistics } from "../statistics.ts";

const MINUTE_MS = 60_000;

export function useStatistics(range: Range) {
  const { rest } = useEngine();
  return useQuery({
    queryKey: ["statistics", range],
    queryFn: () => readStatistics(rest, range),
    refetchInterval: MINUTE_MS,
    staleTime: 0,
    retry: false,
  });
}
