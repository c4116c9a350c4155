/** Leaving a screen that fills the window, also by Escape: back to where one came from. */
import { useCanGoBack, useRouter } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";

export function useLeave(): () => void {
  const router = useRouter();
  const canGoBack = useCanGoBack();
  const leave = useCallback(() => {
    if (canGoBack) router.history.back();
    else void router.navigate({ to: "/" });
  }, [router, canGoBack]);

  useEffect(() => {
    // What lies above, as a dialog or a menu, closes first and says that the key is used up.
    const listener = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing) leave();
    };
    addEventListener("keydown", listener);
    return () => removeEventListener("keydown", listener);
  }, [leave]);
  return leave;
}
