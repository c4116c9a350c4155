/** Voice in this tab, once somebody wanted it: its code is not there before. */
import { create, createStore, useStore } from "zustand";
import { NOWHERE, type VoiceView } from "@/engine/voice/view.ts";
import type { Voice } from "@/engine/voice/voice.ts";

export const useVoice = create<{ voice: Voice | null }>(() => ({ voice: null }));

const EMPTY = createStore<VoiceView>(() => NOWHERE);

/** One value of what this tab's voice is like; renders again only when that value changes. */
export function useVoiceView<T>(select: (view: VoiceView) => T): T {
  const voice = useVoice((state) => state.voice);
  return useStore(voice?.store ?? EMPTY, select);
}
