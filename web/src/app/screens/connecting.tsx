/** Until the first connection is there; what is wrong, when it does not come. */
import { ServerOff, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { Button } from "@/ui/button.tsx";
import { LoadingPanel, StatePanel } from "@/ui/state-panel.tsx";

/** `children`: what is shown as long as nothing is wrong. */
export function Connecting({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  const { connection, connect } = useSession();
  const status = useFromStore(connection.store, (state) => state.status);
  if (status === "offline") {
    return (
      <StatePanel urgent icon={<WifiOff size={32} aria-hidden />} title={t("start.offline")}>
        <p>{t("start.offlineHint")}</p>
      </StatePanel>
    );
  }
  if (status === "unreached") {
    return (
      <StatePanel urgent icon={<ServerOff size={32} aria-hidden />} title={t("start.unreachable")}>
        <p>{t("start.unreachedHint")}</p>
        <Button onClick={connect}>{t("common.tryAgain")}</Button>
      </StatePanel>
    );
  }
  return children ?? <LoadingPanel title={t("start.connecting")} />;
}
