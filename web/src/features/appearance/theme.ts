/** The stored choice between dark, light and what the system says. The colours are in `theme.css`. */
import { create } from "zustand";

export type Theme = "system" | "dark" | "light";

const KEY = "confab.theme";

interface ThemeState {
  theme: Theme;
  choose(theme: Theme): void;
}

export const useTheme = create<ThemeState>((set) => ({
  theme: "system",
  choose(theme) {
    if (theme === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
    show(theme);
    set({ theme });
  },
}));

/** To be called before the first paint. */
export function restoreTheme(): void {
  const stored = localStorage.getItem(KEY);
  const theme: Theme = stored === "dark" || stored === "light" ? stored : "system";
  show(theme);
  useTheme.setState({ theme });
}

function show(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
