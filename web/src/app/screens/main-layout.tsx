/** The conversation: rail and channels beside what is open. */
import { Outlet } from "@tanstack/react-router";
import { Sidebar } from "./sidebar.tsx";
import { SignedIn } from "./signed-in.tsx";
import { SkipLink } from "./skip-link.tsx";

export function MainLayout() {
  return (
    <SignedIn>
      <div className="flex h-full min-w-0">
        <SkipLink />
        <Sidebar />
        <Outlet />
      </div>
    </SignedIn>
  );
}
