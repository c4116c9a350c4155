/** An address that leads nowhere. */
import { Link } from "@tanstack/react-router";
import { Compass } from "lucide-react";
import { useTranslation } from "react-i18next";
import { StatePanel } from "@/ui/state-panel.tsx";

export function NotFoundScreen() {
  const { t } = useTranslation();
  return (
    <main className="flex h-full">
      <StatePanel icon={<Compass size={32} aria-hidden />} title={t("notFound.title")}>
        <Link to="/" className="font-semibold text-link hover:underline">
          {t("notFound.toStart")}
        </Link>
      </StatePanel>
    </main>
  );
}
