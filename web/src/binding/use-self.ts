/** The signed-in user as they are called now. */
import { useStore } from "zustand";
import type { User } from "@/engine/wire.ts";
import { useEngine, useSession } from "./engine-context.tsx";

export function useSelf(): User {
  const { user } = useSession();
  const login = useStore(useEngine().login.store);
  return login.phase === "signed-in" ? login.user : user;
}
