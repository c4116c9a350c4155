/** Asks before something is done about somebody, and says what it does. */
import type { FormEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { useErrorText } from "./use-error-text.ts";

interface AskDialogProps {
  title: string;
  description: string;
  confirmLabel: string;
  /** Whether it can be undone by a press. */
  isMild?: boolean;
  doing: { isPending: boolean; error: Error | null };
  onConfirm(): void;
  onClose(): void;
  children?: ReactNode;
}

export function AskDialog({ title, description, isMild = false, doing, children, ...rest }: AskDialogProps) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!doing.isPending) rest.onConfirm();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && rest.onClose()}
      title={title}
      description={description}
      closeLabel={t("common.close")}
    >
      <form onSubmit={submit} className="grid gap-4">
        <FormError message={doing.error ? errorText(doing.error) : undefined} />
        {children}
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="quiet" onClick={rest.onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" look={isMild ? "primary" : "danger"} busy={doing.isPending}>
            {rest.confirmLabel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
