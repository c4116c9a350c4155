/** The middle of the main screen, below the connection's bar. */
import type { ReactNode } from "react";
import { ConnectionBar } from "@/features/connection/components/connection-bar.tsx";
import { cx } from "@/ui/cx.ts";
import { useIsNarrow } from "@/ui/use-media.ts";
import { VoiceFoot } from "./voice-foot.tsx";

interface PaneProps {
  header?: ReactNode;
  /** Beside the channel list only: on small screens the list stands alone. */
  wideOnly?: boolean;
  /** Something covers it whole. */
  covered?: boolean;
  children: ReactNode;
}

export function Pane({ header, wideOnly = false, covered = false, children }: PaneProps) {
  const isNarrow = useIsNarrow();
  return (
    <main
      inert={covered}
      className={cx("min-h-0 min-w-0 flex-1 flex-col bg-ground wide:flex", wideOnly ? "hidden" : "flex")}
    >
      {header}
      <ConnectionBar />
      {isNarrow && !wideOnly && <VoiceFoot isAbove />}
      {children}
    </main>
  );
}
