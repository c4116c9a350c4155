/** The column of guilds at the edge. */
import { Link } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Id } from "@/engine/wire.ts";
import { moveByArrows } from "@/ui/arrow-keys.ts";
import { initialsOf } from "@/ui/identity.ts";
import { Picture } from "@/ui/picture.tsx";
import { RailTile, tileLook } from "@/ui/rail-tile.tsx";
import { type RailEntry, useRail } from "../hooks/use-rail.ts";

interface GuildRailProps {
  current: Id | null;
  /** What stands above the guilds. */
  first: ReactNode;
  onAdd(): void;
}

export function GuildRail({ current, first, onAdd }: GuildRailProps) {
  const { t } = useTranslation();
  const entries = useRail();
  return (
    <nav
      aria-label={t("guild.rail")}
      onKeyDown={moveByArrows}
      className="w-[4.25rem] shrink-0 overflow-y-auto bg-rail py-3 [scrollbar-width:none]"
    >
      <ul className="grid justify-items-center gap-2">
        {first}
        <li aria-hidden className="h-0.5 w-8 rounded-full bg-line" />
        {entries.map((entry) => (
          <GuildTile key={entry.id} entry={entry} isCurrent={entry.id === current} />
        ))}
        <li>
          <button
            type="button"
            onClick={onAdd}
            aria-label={t("guild.add")}
            title={t("guild.add")}
            className="grid size-11 place-items-center rounded-large bg-raised text-good transition-colors hover:bg-line"
          >
            <Plus size={20} aria-hidden />
          </button>
        </li>
      </ul>
    </nav>
  );
}

function GuildTile({ entry, isCurrent }: { entry: RailEntry; isCurrent: boolean }) {
  const { t } = useTranslation();
  const { id, name, picture, unread, isMuted, mentions } = entry;
  const label = () => {
    if (mentions > 0) return t("guild.mentions", { guild: name, count: mentions });
    if (isMuted) return t("guild.muted", { guild: name });
    return unread ? t("guild.unread", { guild: name }) : name;
  };
  return (
    <RailTile isCurrent={isCurrent} isNew={unread} isMuted={isMuted} count={mentions}>
      <Link
        to="/channels/$guildId"
        params={{ guildId: id }}
        aria-label={label()}
        aria-current={isCurrent ? "page" : undefined}
        title={name}
        className={tileLook(isCurrent)}
      >
        {initialsOf(name).charAt(0) + initialsOf(name).slice(1).toLowerCase()}
        <Picture src={picture} />
      </Link>
    </RailTile>
  );
}
