/** A tile of the rail: the mark at the edge, and what is on the tile. */
import { BellOff } from "lucide-react";
import type { ReactNode } from "react";
import { CountBadge } from "./count-badge.tsx";
import { cx } from "./cx.ts";

interface RailTileProps {
  isCurrent: boolean;
  /** A small mark says that there is something new. */
  isNew?: boolean;
  /** A sign says that nothing of it stands out. */
  isMuted?: boolean;
  /** Shown at its corner; its words are the link's. */
  count: number;
  /** The link. */
  children: ReactNode;
}

export function RailTile({ isCurrent, isNew = false, isMuted = false, count, children }: RailTileProps) {
  return (
    <li className="relative">
      <span
        aria-hidden
        className={cx(
          "absolute top-1/2 -left-3 w-1 -translate-y-1/2 rounded-r-full bg-ink transition-[height]",
          isCurrent ? "h-7" : isNew ? "h-2" : "h-0",
        )}
      />
      {children}
      {isMuted && (
        <span
          aria-hidden
          className="absolute -top-1 -right-1 grid size-5 place-items-center rounded-full bg-rail text-ink-3"
        >
          <BellOff size={12} />
        </span>
      )}
      {count > 0 && (
        <CountBadge count={count} className="absolute -right-1 -bottom-1 border-[3px] border-rail" />
      )}
    </li>
  );
}

/** How the link looks. */
export function tileLook(isCurrent: boolean): string {
  return cx(
    "relative grid size-11 place-items-center rounded-large font-semibold transition-colors",
    isCurrent ? "bg-accent text-accent-ink" : "bg-raised text-ink-2 hover:bg-line hover:text-ink",
  );
}
