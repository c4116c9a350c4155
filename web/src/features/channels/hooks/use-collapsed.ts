/** The folded sections, and folding one. */
import { useState } from "react";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { keepCollapsed, readCollapsed, toggled } from "../collapsed.ts";

export function useCollapsed() {
  const { shelf } = useEngine().ports;
  const { id } = useSession().user;
  const [sections, setSections] = useState(() => readCollapsed(shelf, id));
  return {
    isCollapsed: (section: string) => sections.includes(section),
    toggle(section: string) {
      const next = toggled(sections, section);
      setSections(next);
      keepCollapsed(shelf, id, next);
    },
  };
}
