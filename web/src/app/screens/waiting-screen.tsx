/** Before it is known who is signed in. */
import { KeyRound, ServerOff } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import type { LoginState } from "@/engine/rest/login.ts";
import { Button } from "@/ui/button.tsx";
import { LoadingPanel, StatePanel } from "@/ui/state-panel.tsx";

export function WaitingScreen({ login }: { login: LoginState }) {
  const { t } = useTranslation();
  const { retry } = useEngine();
  return (
    <main className="flex h-full">
      {login.phase === "unclaimed" && (
        <StatePanel icon={<KeyRound size={32} aria-hidden />} title={t("start.unclaimed")}>
          <p>{t("start.unclaimedHint")}</p>
        </StatePanel>
      )}
      {login.phase === "unknown" && login.unreachable && (
        <StatePanel urgent icon={<ServerOff size={32} aria-hidden />} title={t("start.unreachable")}>
          <p>{t("start.unreachableHint")}</p>
          <Button onClick={retry}>{t("common.tryAgain")}</Button>
        </StatePanel>
      )}
      {login.phase === "unknown" && !login.unreachable && <LoadingPanel title={t("start.connecting")} />}
    </main>
  );
}
