/** How one speaks and hears in this browser. */
import { createStore, useStore } from "zustand";
import { USUAL, type VoiceChoices } from "@/engine/voice/choices.ts";
import { useVoice } from "../store.ts";

const USUALLY = createStore<VoiceChoices>(() => USUAL);

export function useChoices<T>(select: (choices: VoiceChoices) => T): T {
  const voice = useVoice((state) => state.voice);
  return useStore(voice?.choices.store ?? USUALLY, select);
}
