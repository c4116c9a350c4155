/** Who is signed in, for the screens that are for everybody. */
import { useStore } from "zustand";
import { useEngine } from "@/binding/engine-context.tsx";
import type { LoginState } from "@/engine/rest/login.ts";

export function useLoginState(): LoginState {
  return useStore(useEngine().login.store);
}
