/** The audit log, page by page, and the whole of it as a file. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useEngine } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import type { AuditEntry, AuditLog, Id } from "@/engine/wire.ts";
import { AUDIT_PAGE, type AuditFilter, readAuditLog } from "../api.ts";

/** A log of more is no longer read by people; the file says where it ends. */
const EXPORTED_MAX = 20_000;

export function useAuditLog(guildId: Id, filter: AuditFilter) {
  const { rest } = useEngine();
  return useInfiniteQuery({
    queryKey: ["audit-log", guildId, filter],
    queryFn: ({ pageParam }) => readAuditLog(rest, guildId, filter, pageParam),
    initialPageParam: null as Id | null,
    getNextPageParam: (page) => lastOf(page),
    gcTime: 0,
    staleTime: 0,
    retry: false,
  });
}

/** `read`: entries that were fetched for the file so far; null while none is made. */
export function useAuditExport(guildId: Id, filter: AuditFilter) {
  const { rest } = useEngine();
  const [read, setRead] = useState<number | null>(null);
  const action = useAction({
    done: null,
    run: async () => {
      const entries: AuditEntry[] = [];
      setRead(0);
      try {
        let before: Id | null = null;
        do {
          const page: AuditLog = await readAuditLog(rest, guildId, filter, before);
          entries.push(...page.audit_log_entries);
          before = lastOf(page);
          setRead(entries.length);
        } while (before !== null && entries.length < EXPORTED_MAX);
      } finally {
        setRead(null);
      }
      save(`audit-log-${guildId}.json`, JSON.stringify(entries, null, 2));
    },
  });
  return { read, start: () => action.mutate() };
}

/** Where the next page begins; null when this one was the last. */
function lastOf({ audit_log_entries: entries }: AuditLog): Id | null {
  return entries.length < AUDIT_PAGE ? null : (entries.at(-1)?.id ?? null);
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
