/** Whether the switcher is open: keys and buttons in several places open it. */
import { create } from "zustand";

interface SwitcherState {
  isOpen: boolean;
  setOpen(isOpen: boolean): void;
}

export const useSwitcher = create<SwitcherState>((set) => ({
  isOpen: false,
  setOpen: (isOpen) => set({ isOpen }),
}));
