/** Below it somebody is signed in; others are sent to log in. */
import { Navigate, useRouter } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import { SessionProvider, useEngine } from "@/binding/engine-context.tsx";
import { sayFarewell, useFarewell } from "@/binding/farewell.ts";
import { useAppearanceSync } from "@/features/appearance/hooks/use-appearance-sync.ts";
import { CallsHere } from "./calls-here.tsx";
import { GlobalKeys } from "./global-keys.tsx";
import { Toasts } from "./toasts.tsx";
import { useDamageNotice } from "./use-damage-notice.ts";
import { useGoneNotice } from "./use-gone-notice.ts";
import { useKeptFocus } from "./use-kept-focus.ts";
import { useLoginState } from "./use-login-state.ts";
import { usePrefetch } from "./use-prefetch.ts";
import { WaitingScreen } from "./waiting-screen.tsx";

export function SignedIn({ children }: { children: ReactNode }) {
  const login = useLoginState();
  const session = useStore(useEngine().session, ({ current }) => current);
  if (login.phase === "signed-out") return <ToLogin />;
  if (login.phase !== "signed-in" || !session) return <WaitingScreen login={login} />;
  return (
    <SessionProvider session={session}>
      <Kept />
      <CallsHere />
      {children}
      <GlobalKeys />
      <Toasts />
    </SessionProvider>
  );
}

function Kept() {
  // Whoever is told farewell is not the next one who comes.
  useEffect(() => sayFarewell(null), []);
  useAppearanceSync();
  usePrefetch();
  useDamageNotice();
  useGoneNotice();
  useKeptFocus();
  return null;
}

/** Remembers where it began: while the router is on its way, the address is already the login's. */
function ToLogin() {
  const router = useRouter();
  const [next] = useState(() => router.state.location.href);
  // What somebody looked at when they ended is nothing to whoever comes next.
  const isEnded = useFarewell(({ text }) => text !== null);
  return <Navigate to="/login" search={isEnded || next === "/" ? {} : { next }} replace />;
}
