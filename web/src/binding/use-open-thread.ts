/** The thread that the address names. */
import { useSearch } from "@tanstack/react-router";
import type { Id } from "@/engine/wire.ts";

export function useOpenThread(): Id | null {
  const { thread } = useSearch({ strict: false });
  // Outside the channel's own screen an id that looks like a number is one.
  return thread === undefined ? null : String(thread);
}
