/** The product itself, for whoever is signed in; others are sent to log in. */
import { Navigate, Outlet, useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useStore } from "zustand";
import { SessionProvider, useEngine } from "@/binding/engine-context.tsx";
import { Sidebar } from "./sidebar.tsx";
import { useLoginState } from "./use-login-state.ts";
import { WaitingScreen } from "./waiting-screen.tsx";

export function MainLayout() {
  const login = useLoginState();
  const session = useStore(useEngine().session, ({ current }) => current);
  if (login.phase === "signed-out") return <ToLogin />;
  if (login.phase !== "signed-in" || !session) return <WaitingScreen login={login} />;
  return (
    <SessionProvider session={session}>
      <div className="flex h-full min-w-0">
        <Sidebar />
        <Outlet />
      </div>
    </SessionProvider>
  );
}

/** Remembers where it began: while the router is on its way, the address is already the login's. */
function ToLogin() {
  const router = useRouter();
  const [next] = useState(() => router.state.location.href);
  return <Navigate to="/login" search={next === "/" ? {} : { next }} replace />;
}
