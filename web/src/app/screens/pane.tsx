/** The middle of the main screen, below the connection's bar. */
import type { ReactNode } from "react";
import { ConnectionBar } from "@/features/connection/components/connection-bar.tsx";
import { cx } from "@/ui/cx.ts";

interface PaneProps {
  header?: ReactNode;
  /** Beside the channel list only: on small screens the list stands alone. */
  wideOnly?: boolean;
  /** Something covers it whole. */
  covered?: boolean;
  children: ReactNode;
}

export function Pane({ header, wideOnly = false, covered = false, children }: PaneProps) {
  return (
    <main
      inert={covered}
      className={cx("min-h-0 min-w-0 flex-1 flex-col bg-ground wide:flex", wideOnly ? "hidden" : "flex")}
    >
      {header}
      <ConnectionBar />
      {children}
    </main>
  );
}
