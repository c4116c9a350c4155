/** The screens where things are changed: each fills the window. */
import { Outlet } from "@tanstack/react-router";
import "../i18n/add-settings.ts";
import { SignedIn } from "./signed-in.tsx";

export function SettingsLayout() {
  return (
    <SignedIn>
      <Outlet />
    </SignedIn>
  );
}
