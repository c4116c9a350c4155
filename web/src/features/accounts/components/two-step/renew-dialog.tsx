/** New recovery codes, after which the former ones are no longer good. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { useTwoStepChanged } from "../../hooks/use-two-step.ts";
import { renewCodes } from "../../two-step.ts";
import { ProofForm } from "./proof-form.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

export function RenewDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const changed = useTwoStepChanged();
  const [codes, setCodes] = useState<string[] | null>(null);
  const send = async (proof: Parameters<typeof renewCodes>[1]) => {
    const { recovery_codes } = await renewCodes(rest, proof);
    setCodes(recovery_codes);
    void changed();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(codes ? "twoStep.newCodes" : "twoStep.renew")}
      description={t(codes ? "twoStep.keepCodes" : "twoStep.renewHint")}
      closeLabel={t("common.close")}
    >
      {codes ? (
        <RecoveryCodes codes={codes} onDone={onClose} />
      ) : (
        <ProofForm submitLabel={t("twoStep.renew")} send={send} onClose={onClose} />
      )}
    </Dialog>
  );
}
