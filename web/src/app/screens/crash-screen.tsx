/** Stands in for a screen that broke. */
import { Bug } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";

export function CrashScreen() {
  const { t } = useTranslation();
  return (
    <main className="flex h-full">
      <StatePanel urgent icon={<Bug size={32} aria-hidden />} title={t("error.crashed")}>
        <p>{t("error.crashedHint")}</p>
        <Button onClick={() => location.reload()}>{t("error.reload")}</Button>
      </StatePanel>
    </main>
  );
}
