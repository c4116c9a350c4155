/** The conversation: rail and channels beside what is open. */
import { Outlet } from "@tanstack/react-router";
import { SeenAsBar } from "./seen-as-bar.tsx";
import { Sidebar } from "./sidebar.tsx";
import { SignedIn } from "./signed-in.tsx";
import { SkipLink } from "./skip-link.tsx";

export function MainLayout() {
  return (
    <SignedIn>
      <div className="flex h-full min-w-0 flex-col">
        <SkipLink />
        <SeenAsBar />
        <div className="flex min-h-0 min-w-0 flex-1">
          <Sidebar />
          <Outlet />
        </div>
      </div>
    </SignedIn>
  );
}
