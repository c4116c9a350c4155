/** What somebody is told who is not signed in any more; the login says it until somebody is. */
import { create } from "zustand";

export const useFarewell = create<{ text: string | null }>(() => ({ text: null }));

export function sayFarewell(text: string | null): void {
  useFarewell.setState({ text });
}
