/** The first tile of the rail: what belongs to no guild, with the requests that wait there. */
import { Link } from "@tanstack/react-router";
import { UsersRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { countIncoming } from "@/engine/friends.ts";
import { CountBadge } from "@/ui/count-badge.tsx";
import { cx } from "@/ui/cx.ts";

export function HomeTile({ isCurrent }: { isCurrent: boolean }) {
  const { t } = useTranslation();
  const incoming = useFromStore(useSession().friends, countIncoming);
  const label = incoming > 0 ? t("friends.titleWaiting", { count: incoming }) : t("friends.title");
  return (
    <li className="relative">
      <span
        aria-hidden
        className={cx(
          "absolute top-1/2 -left-3 w-1 -translate-y-1/2 rounded-r-full bg-ink transition-[height]",
          isCurrent ? "h-7" : "h-0",
        )}
      />
      <Link
        to="/friends"
        aria-label={label}
        aria-current={isCurrent ? "page" : undefined}
        title={t("friends.title")}
        className={cx(
          "relative grid size-11 place-items-center rounded-large transition-colors",
          isCurrent ? "bg-accent text-accent-ink" : "bg-raised text-ink-2 hover:bg-line hover:text-ink",
        )}
      >
        <UsersRound size={20} aria-hidden />
      </Link>
      {incoming > 0 && (
        <CountBadge count={incoming} className="absolute -right-1 -bottom-1 border-[3px] border-rail" />
      )}
    </li>
  );
}
