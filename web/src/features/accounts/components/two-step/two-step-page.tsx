/** Whether logins ask for a code, and what can be done about it. */
import { ShieldCheck, ShieldOff } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/binding/use-error-text.ts";
import { Button } from "@/ui/button.tsx";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { dayOfYear } from "@/ui/time.ts";
import { useTwoStep } from "../../hooks/use-two-step.ts";
import type { TwoStep } from "../../two-step.ts";
import { RenewDialog } from "./renew-dialog.tsx";
import { SwitchOffDialog } from "./switch-off-dialog.tsx";
import { SwitchOnDialog } from "./switch-on-dialog.tsx";

/** With fewer it is time for new ones. */
const FEW_CODES = 3;

export function TwoStepPage() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const state = useTwoStep();
  if (state.isPending) return <LineSkeletons label={t("common.loading")} count={2} />;
  if (!state.data) {
    return (
      <StatePanel urgent isPart title={t("twoStep.failed")}>
        <p>{errorText(state.error)}</p>
        <Button onClick={() => void state.refetch()}>{t("common.tryAgain")}</Button>
      </StatePanel>
    );
  }
  return state.data.totp ? <On state={state.data} /> : <Off />;
}

function Off() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <div className="grid gap-4">
      <p className="flex items-center gap-3 rounded-medium border border-line p-4">
        <ShieldOff size={20} aria-hidden className="shrink-0 text-ink-3" />
        <span>{t("twoStep.off")}</span>
      </p>
      <p className="max-w-prose text-small text-ink-2">{t("twoStep.why")}</p>
      <Button onClick={() => setAsking(true)} className="justify-self-start">
        {t("twoStep.switchOn")}
      </Button>
      {asking && <SwitchOnDialog onClose={() => setAsking(false)} />}
    </div>
  );
}

function On({ state }: { state: TwoStep }) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState<"renew" | "off" | null>(null);
  const close = () => setAsking(null);
  const left = state.codes_left;
  return (
    <div className="grid gap-4">
      <div className="flex items-center gap-3 rounded-medium border border-line p-4">
        <ShieldCheck size={20} aria-hidden className="shrink-0 text-good" />
        <div>
          <p>{t("twoStep.on")}</p>
          {state.since && (
            <p className="text-small text-ink-3">
              {t("twoStep.since", { day: dayOfYear(Date.parse(state.since)) })}
            </p>
          )}
        </div>
      </div>
      <section aria-label={t("twoStep.codes")} className="grid gap-2 rounded-medium border border-line p-4">
        <h2 className="font-semibold">{t("twoStep.codes")}</h2>
        <p className={left < FEW_CODES ? "text-bad" : "text-ink-2"}>
          {left === 0 ? t("twoStep.noneLeft") : t("twoStep.left", { count: left })}
        </p>
        <Button look="quiet" onClick={() => setAsking("renew")} className="justify-self-start">
          {t("twoStep.renew")}
        </Button>
      </section>
      <Button look="quiet" onClick={() => setAsking("off")} className="justify-self-start">
        {t("twoStep.switchOff")}
      </Button>
      {asking === "renew" && <RenewDialog onClose={close} />}
      {asking === "off" && <SwitchOffDialog onClose={close} />}
    </div>
  );
}
