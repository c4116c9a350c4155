/** Asks for the password and a code of either kind, and does one thing with them. */
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { useProofForm } from "../../hooks/use-proof-form.ts";
import type { Proof } from "../../two-step.ts";
import { ProofFields } from "./proof-fields.tsx";

interface ProofFormProps {
  submitLabel: string;
  danger?: boolean;
  send(proof: Proof): Promise<void>;
  onClose(): void;
}

export function ProofForm({ submitLabel, danger = false, send, onClose }: ProofFormProps) {
  const { t } = useTranslation();
  const { form, submit } = useProofForm(send);
  const { errors, isSubmitting } = form.formState;
  return (
    <form onSubmit={submit} noValidate className="grid gap-4">
      <FormError message={errors.root?.message} />
      <ProofFields register={form.register} errors={errors} codeHint={t("twoStep.anyCodeHint")} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button look="quiet" onClick={onClose}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" look={danger ? "danger" : "primary"} busy={isSubmitting}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
