/** Notices of things that happened without a place of their own: a link copied, a change saved or refused. */
import { create } from "zustand";

export interface ToastNotice {
  id: number;
  text: string;
  tone: "good" | "bad";
  /** What can be done about it; pressing it takes the notice away. */
  action?: { label: string; run(): void };
}

/** More at a time would cover what one came for: the oldest go. */
const TOASTS_MAX = 3;

interface ToastsState {
  toasts: readonly ToastNotice[];
  show(toast: Omit<ToastNotice, "id">): void;
  dismiss(id: number): void;
}

let lastId = 0;

export const useToasts = create<ToastsState>((set) => ({
  toasts: [],
  show(toast) {
    lastId += 1;
    const added = { ...toast, id: lastId };
    set(({ toasts }) => ({ toasts: [...toasts, added].slice(-TOASTS_MAX) }));
  },
  dismiss(id) {
    set(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
  },
}));

export function showToast(toast: Omit<ToastNotice, "id">): void {
  useToasts.getState().show(toast);
}
