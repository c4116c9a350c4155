/** The first tile of the rail: what belongs to no guild, with the requests that wait there. */
import { Link } from "@tanstack/react-router";
import { UsersRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { countIncoming } from "@/engine/friends.ts";
import { RailTile, tileLook } from "@/ui/rail-tile.tsx";

export function HomeTile({ isCurrent }: { isCurrent: boolean }) {
  const { t } = useTranslation();
  const incoming = useFromStore(useSession().friends, countIncoming);
  const label = incoming > 0 ? t("friends.titleWaiting", { count: incoming }) : t("friends.title");
  return (
    <RailTile isCurrent={isCurrent} count={incoming}>
      <Link
        to="/friends"
        aria-label={label}
        aria-current={isCurrent ? "page" : undefined}
        title={t("friends.title")}
        className={tileLook(isCurrent)}
      >
        <UsersRound size={20} aria-hidden />
      </Link>
    </RailTile>
  );
}
