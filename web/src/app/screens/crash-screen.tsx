/** Stands in for a screen that broke; where others are beside it, they stay. */
import { Bug } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";

export function CrashScreen() {
  const { t } = useTranslation();
  return (
    <main className="flex h-full min-w-0 flex-1">
      <StatePanel urgent icon={<Bug size={32} aria-hidden />} title={t("error.crashed")}>
        <p>{t("error.crashedHint")}</p>
        <Button onClick={() => location.reload()}>{t("error.reload")}</Button>
        {/* Not the router's: what broke may be its state. */}
        <a href="/" className="font-semibold text-link hover:underline">
          {t("notFound.toStart")}
        </a>
      </StatePanel>
    </main>
  );
}
