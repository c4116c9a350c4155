/** The form that names a thread, in a dialog: with more fields where it is begun. */
import type { ReactNode } from "react";
import type { FieldError, UseFormRegisterReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { TextField } from "@/ui/text-field.tsx";

interface ThreadFormProps {
  title: string;
  description?: string | undefined;
  name: UseFormRegisterReturn;
  errors: { name?: FieldError; root?: { message?: string } };
  submitLabel: string;
  isSubmitting: boolean;
  onSubmit(): void;
  onClose(): void;
  children?: ReactNode;
}

export function ThreadForm({ title, description, name, errors, children, ...form }: ThreadFormProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && form.onClose()}
      title={title}
      description={description}
      closeLabel={t("common.close")}
    >
      <form onSubmit={form.onSubmit} noValidate className="grid gap-4">
        <FormError message={errors.root?.message} />
        <TextField label={t("threads.name")} error={errors.name?.message} autoComplete="off" {...name} />
        {children}
        <Button type="submit" busy={form.isSubmitting}>
          {form.submitLabel}
        </Button>
      </form>
    </Dialog>
  );
}
