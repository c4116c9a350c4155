/** What the browser's tab is called while a screen is shown. */
import { useEffect } from "react";

const PRODUCT = "Confab";

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${PRODUCT}`;
    return () => {
      document.title = PRODUCT;
    };
  }, [title]);
}
