/** Back to the password alone. */
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { Dialog } from "@/ui/dialog.tsx";
import { useTwoStepChanged } from "../../hooks/use-two-step.ts";
import { type Proof, switchOff } from "../../two-step.ts";
import { ProofForm } from "./proof-form.tsx";

export function SwitchOffDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const changed = useTwoStepChanged();
  const send = async (proof: Proof) => {
    await switchOff(rest, proof);
    onClose();
    showToast({ tone: "good", text: t("twoStep.isOff") });
    void changed();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("twoStep.switchOff")}
      description={t("twoStep.switchOffHint")}
      closeLabel={t("common.close")}
    >
      <ProofForm danger submitLabel={t("twoStep.switchOff")} send={send} onClose={onClose} />
    </Dialog>
  );
}
