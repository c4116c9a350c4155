/** Settings of something that is not there, not there yet, or not for this person. */
import { Link } from "@tanstack/react-router";
import { LockKeyhole } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import type { Id } from "@/engine/wire.ts";
import { StatePanel } from "@/ui/state-panel.tsx";
import { Connecting } from "./connecting.tsx";
import { useLeave } from "./use-leave.ts";

export function SettingsMissing({ guildId }: { guildId: Id }) {
  const { t } = useTranslation();
  useLeave();
  const isLoading = useFromStore(
    useSession().guilds,
    ({ awaited }) => awaited === null || awaited.includes(guildId),
  );
  return (
    <main className="flex h-full">
      {isLoading ? (
        <Connecting />
      ) : (
        <StatePanel icon={<LockKeyhole size={32} aria-hidden />} title={t("settings.notYours")}>
          <p>{t("settings.notYoursHint")}</p>
          <Link to="/" className="font-semibold text-link hover:underline">
            {t("notFound.toStart")}
          </Link>
        </StatePanel>
      )}
    </main>
  );
}
