/** Hands the engine, and the live session, to the components below. */
import { createContext, type ReactNode, useContext } from "react";
import { type StoreApi, useStore } from "zustand";
import type { Engine } from "@/engine/engine.ts";
import type { Session } from "@/engine/session.ts";

const EngineContext = createContext<Engine | null>(null);
const SessionContext = createContext<Session | null>(null);

export function EngineProvider({ engine, children }: { engine: Engine; children: ReactNode }) {
  return <EngineContext value={engine}>{children}</EngineContext>;
}

export function useEngine(): Engine {
  const engine = useContext(EngineContext);
  if (!engine) throw new Error("no EngineProvider above this component");
  return engine;
}

/** Only below it may a component assume that somebody is signed in. */
export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("no SessionProvider above this component");
  return session;
}

/** One value out of one of the session's stores; renders again only when that value changes. */
export function useFromStore<S, T>(store: StoreApi<S>, select: (state: S) => T): T {
  return useStore(store, select);
}
