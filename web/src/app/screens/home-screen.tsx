/** Without a guild in the address: the first one, or how to get one. */
import { Navigate } from "@tanstack/react-router";
import { Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { Connecting } from "./connecting.tsx";
import { Pane } from "./pane.tsx";

export function HomeScreen() {
  const { t } = useTranslation();
  const { guilds } = useSession();
  const first = useFromStore(guilds, ({ order }) => order[0]);
  const isLoading = useFromStore(guilds, ({ awaited }) => awaited === null || awaited.length > 0);
  if (first !== undefined) return <Navigate to="/channels/$guildId" params={{ guildId: first }} replace />;
  return (
    <Pane wideOnly>
      {isLoading ? (
        <Connecting />
      ) : (
        <StatePanel icon={<Users size={32} aria-hidden />} title={t("guild.none")}>
          <p>{t("guild.noneHint")}</p>
        </StatePanel>
      )}
    </Pane>
  );
}
