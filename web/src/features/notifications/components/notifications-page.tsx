/** What one is told of, everywhere, and what this browser shows and plays of it. */
import { BrowserSwitches } from "./browser-switches.tsx";
import { GuildLevels } from "./guild-levels.tsx";

export function NotificationsPage() {
  return (
    <div className="grid gap-7">
      <BrowserSwitches />
      <GuildLevels />
    </div>
  );
}
