/** Who is signed in, how they are connected, and their menu. */
import { LogOut, Search, Settings } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useSelf } from "@/binding/use-self.ts";
import { displayName } from "@/engine/guilds/arrange.ts";
import { avatarPath } from "@/engine/pictures.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { IconButton } from "@/ui/button.tsx";
import { Menu, MenuItem, MenuLine } from "@/ui/menu.tsx";

interface UserPanelProps {
  /** Groups of the menu that belong to other features. */
  choices?: ReactNode;
  /** How one appears to others while one is connected. */
  status: "online" | "idle" | "dnd" | "offline";
  /** What stands below one's name then. */
  note: string;
  onSwitch(): void;
  onSettings(): void;
}

export function UserPanel({ choices, status: shown, note, onSwitch, onSettings }: UserPanelProps) {
  const { t } = useTranslation();
  const { signOut } = useEngine();
  const { connection } = useSession();
  const user = useSelf();
  const status = useFromStore(connection.store, (state) => state.status);
  const words = {
    online: note,
    connecting: t("user.connecting"),
    unreached: t("user.away"),
    reconnecting: t("user.connecting"),
    offline: t("user.away"),
  };
  return (
    <section
      aria-label={t("user.panel")}
      className="flex items-center gap-1 border-t border-line bg-rail p-2"
    >
      <Menu
        label={t("user.menu")}
        trigger={
          <button
            type="button"
            aria-label={t("user.menu")}
            className="flex min-w-0 flex-1 items-center gap-2 rounded-medium p-1.5 text-left hover:bg-raised data-[state=open]:bg-raised"
          >
            <Avatar
              id={user.id}
              name={displayName(user)}
              picture={avatarPath(user)}
              status={status === "online" ? shown : "offline"}
            />
            <span className="min-w-0 flex-1 leading-tight">
              <b className="block truncate font-semibold">{displayName(user)}</b>
              <small className="block truncate text-tiny text-ink-3">{words[status]}</small>
            </span>
          </button>
        }
      >
        {choices}
        <MenuLine />
        <MenuItem danger icon={<LogOut size={16} aria-hidden />} onSelect={() => void signOut()}>
          {t("user.signOut")}
        </MenuItem>
      </Menu>
      <IconButton label={t("switcher.open")} onClick={onSwitch}>
        <Search size={18} aria-hidden />
      </IconButton>
      <IconButton label={t("settings.open")} onClick={onSettings}>
        <Settings size={18} aria-hidden />
      </IconButton>
    </section>
  );
}
