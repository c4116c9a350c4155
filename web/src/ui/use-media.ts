/** Whether a media query holds, kept up to date. */
import { useSyncExternalStore } from "react";

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const list = matchMedia(query);
      list.addEventListener("change", changed);
      return () => list.removeEventListener("change", changed);
    },
    () => matchMedia(query).matches,
  );
}

/** One pane at a time; the same line as the `wide` breakpoint of the theme. */
export function useIsNarrow(): boolean {
  return useMedia("(width < 45.0625rem)");
}

/** A finger is what points, and the keyboard is on the screen. */
export function useIsTouch(): boolean {
  return useMedia("(hover: none) and (pointer: coarse)");
}

/** The members stand beside the timeline; the same line as the `full` breakpoint of the theme. */
export function useHasRoomForMembers(): boolean {
  return useMedia("(width >= 67.5625rem)");
}
