/**
 * What a person chose of how things look. The colours and measures are in `theme.css`; here it is only
 * remembered, and shown to the style sheet as attributes of the document.
 */
import { create } from "zustand";

export const THEMES = ["system", "dark", "light"] as const;
export const DENSITIES = ["cosy", "compact"] as const;
export const TEXT_SIZES = ["small", "normal", "large", "larger", "largest"] as const;
export const MOTIONS = ["system", "reduced"] as const;

export type Theme = (typeof THEMES)[number];

export interface Appearance {
  theme: Theme;
  density: (typeof DENSITIES)[number];
  textSize: (typeof TEXT_SIZES)[number];
  motion: (typeof MOTIONS)[number];
}

export const DEFAULT_APPEARANCE: Appearance = {
  theme: "system",
  density: "cosy",
  textSize: "normal",
  motion: "system",
};

const KEY = "confab.appearance";

interface AppearanceState {
  appearance: Appearance;
  /** How often a person chose something here: whoever keeps it elsewhere follows this. */
  choices: number;
  choose(part: Partial<Appearance>): void;
  /** Takes over what was chosen elsewhere. */
  adopt(appearance: Appearance): void;
}

export const useAppearance = create<AppearanceState>((set, get) => ({
  appearance: DEFAULT_APPEARANCE,
  choices: 0,
  choose(part) {
    get().adopt({ ...get().appearance, ...part });
    set(({ choices }) => ({ choices: choices + 1 }));
  },
  adopt(appearance) {
    remember(appearance);
    show(appearance);
    set({ appearance });
  },
}));

/** To be called before the first paint. */
export function restoreAppearance(): void {
  const appearance = recall();
  show(appearance);
  useAppearance.setState({ appearance });
}

/** Reads what somebody stored: what is unknown, or of a newer client, is as if it was not chosen. */
export function readAppearance(value: unknown): Appearance {
  const given = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  return {
    theme: oneOf(THEMES, given.theme) ?? DEFAULT_APPEARANCE.theme,
    density: oneOf(DENSITIES, given.density) ?? DEFAULT_APPEARANCE.density,
    textSize: oneOf(TEXT_SIZES, given.textSize) ?? DEFAULT_APPEARANCE.textSize,
    motion: oneOf(MOTIONS, given.motion) ?? DEFAULT_APPEARANCE.motion,
  };
}

function oneOf<T extends string>(values: readonly T[], value: unknown): T | undefined {
  return values.find((known) => known === value);
}

function recall(): Appearance {
  try {
    return readAppearance(JSON.parse(localStorage.getItem(KEY) ?? "null"));
  } catch {
    return DEFAULT_APPEARANCE;
  }
}

/** Without room, or without permission, it holds until the page is left. */
function remember(appearance: Appearance): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(appearance));
  } catch {
    return;
  }
}

/** The defaults are the style sheet's own: they have no attribute. */
function show(appearance: Appearance): void {
  const { dataset } = document.documentElement;
  for (const key of ["theme", "density", "textSize", "motion"] as const) {
    if (appearance[key] === DEFAULT_APPEARANCE[key]) delete dataset[key];
    else dataset[key] = appearance[key];
  }
}
