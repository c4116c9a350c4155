/** The first tile of the rail: what belongs to no guild, with the requests and messages that wait there. */
import { Link } from "@tanstack/react-router";
import { UsersRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useGuild } from "@/binding/use-guild.ts";
import { countIncoming } from "@/engine/friends.ts";
import { HOME } from "@/engine/guilds/home.ts";
import { heardIds, isMuted } from "@/engine/guilds/threads.ts";
import { countUnread } from "@/engine/unread.ts";
import { RailTile, tileLook } from "@/ui/rail-tile.tsx";

export function HomeTile({ isCurrent }: { isCurrent: boolean }) {
  const { t } = useTranslation();
  const session = useSession();
  const home = useGuild(HOME);
  const muted = useFromStore(session.settings.muted, (state) => state);
  const ids = home ? heardIds(home).filter((id) => !isMuted(muted, home, id)) : [];
  const messages = useFromStore(session.unread, (state) => countUnread(state, ids).mentions);
  const count = messages + useFromStore(session.friends, countIncoming);
  return (
    <RailTile isCurrent={isCurrent} count={count}>
      <Link
        to="/channels/$guildId"
        params={{ guildId: HOME }}
        aria-label={count > 0 ? t("friends.homeWaiting", { count }) : t("friends.home")}
        aria-current={isCurrent ? "page" : undefined}
        title={t("friends.home")}
        className={tileLook(isCurrent)}
      >
        <UsersRound size={20} aria-hidden />
      </Link>
    </RailTile>
  );
}
