/** An app is told the secret, and shows by a code that it knows it; then the recovery codes come. */
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useErrorText } from "@/binding/use-error-text.ts";
import { Button } from "@/ui/button.tsx";
import { CopyField } from "@/ui/copy-field.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { QrPicture } from "@/ui/qr-picture.tsx";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { useProofForm } from "../../hooks/use-proof-form.ts";
import { useProposedSecret, useTwoStepChanged } from "../../hooks/use-two-step.ts";
import { type Proposed, type SwitchedOn, switchOn } from "../../two-step.ts";
import { OtherLogins } from "./other-logins.tsx";
import { ProofFields } from "./proof-fields.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

export function SwitchOnDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const changed = useTwoStepChanged();
  const [done, setDone] = useState<SwitchedOn | null>(null);
  // The page behind would take this away with the question that it answers, so it hears of it last.
  const close = () => {
    onClose();
    if (done) void changed();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={t(done ? "twoStep.isOn" : "twoStep.switchOn")}
      description={t(done ? "twoStep.keepCodes" : "twoStep.scan")}
      closeLabel={t("common.close")}
    >
      {done ? (
        <RecoveryCodes codes={done.recovery_codes} onDone={close}>
          <OtherLogins logins={done.logins} />
        </RecoveryCodes>
      ) : (
        <Asking onDone={setDone} onClose={close} />
      )}
    </Dialog>
  );
}

interface AskingProps {
  onDone(result: SwitchedOn): void;
  onClose(): void;
}

function Asking({ onDone, onClose }: AskingProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const proposed = useProposedSecret();
  if (proposed.isPending) return <LineSkeletons label={t("common.loading")} count={3} />;
  if (!proposed.data) {
    return (
      <StatePanel urgent isPart title={t("twoStep.noSecret")}>
        <p>{errorText(proposed.error)}</p>
        <Button onClick={() => void proposed.refetch()}>{t("common.tryAgain")}</Button>
      </StatePanel>
    );
  }
  return <SecretForm proposed={proposed.data} onDone={onDone} onClose={onClose} />;
}

function SecretForm({ proposed, onDone, onClose }: AskingProps & { proposed: Proposed }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const note = useId();
  const { form, submit } = useProofForm(async (proof) =>
    onDone(await switchOn(rest, proposed.secret, proof)),
  );
  const { errors, isSubmitting } = form.formState;
  return (
    <form onSubmit={submit} noValidate aria-describedby={note} className="grid gap-4">
      <div className="justify-self-center">
        <QrPicture text={proposed.uri} label={t("twoStep.picture")} />
      </div>
      <CopyField
        label={t("twoStep.secret")}
        value={proposed.secret}
        copyLabel={t("twoStep.copy")}
        copiedLabel={t("twoStep.copied")}
      />
      <p id={note} className="text-small text-ink-3">
        {t("twoStep.secretHint")}
      </p>
      <FormError message={errors.root?.message} />
      <ProofFields register={form.register} errors={errors} codeHint={t("twoStep.appCodeHint")} isAppOnly />
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" busy={isSubmitting}>
          {t("twoStep.switchOn")}
        </Button>
      </div>
    </form>
  );
}
