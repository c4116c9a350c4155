/** The column beside the rail outside of any guild. */
import { Link } from "@tanstack/react-router";
import { UsersRound } from "lucide-react";
import { useTranslation } from "react-i18next";

export function HomeList() {
  const { t } = useTranslation();
  return (
    <nav aria-label={t("friends.home")} className="min-h-0 flex-1 p-2">
      <Link
        to="/friends"
        aria-current="page"
        className="flex h-11 items-center gap-2 rounded-small bg-raised px-2 text-ink wide:h-(--list-row)"
      >
        <UsersRound size={18} aria-hidden className="shrink-0" />
        {t("friends.title")}
      </Link>
    </nav>
  );
}
