/**
 * Whoever moves to another screen or pane by keyboard goes on from there: what had the focus may be gone
 * or hidden, and then its heading, or the first control where there is none, takes it.
 */
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { isOverlayOpen } from "@/ui/overlay.ts";

export function useKeptFocus(): void {
  const router = useRouter();
  useEffect(
    () =>
      router.subscribe("onRendered", ({ fromLocation }) => {
        // The page just opened has nothing to lose.
        if (fromLocation) requestAnimationFrame(keepFocus);
      }),
    [router],
  );
}

function keepFocus(): void {
  if (isOverlayOpen()) return;
  const active = document.activeElement;
  if (active && active !== document.body && isSeen(active)) return;
  const main = [...document.querySelectorAll<HTMLElement>("main")].find(isSeen);
  const heading = main && [...main.querySelectorAll<HTMLElement>("h1")].find(isSeen);
  // A heading that is a menu has the focus within.
  const control = (heading ?? main)?.querySelector<HTMLElement>("button, a[href], textarea, input");
  if (control && (!heading || heading.contains(control))) return control.focus();
  if (!heading) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

function isSeen(element: Element): boolean {
  return element.checkVisibility();
}
