/** A text beside one's name, and until when it stands there. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as v from "valibot";
import { useSession } from "@/binding/engine-context.tsx";
import { useSubmit } from "@/binding/use-submit.ts";
import { Button } from "@/ui/button.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { SelectField } from "@/ui/select-field.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { useOwnPresence } from "../hooks/use-own-presence.ts";
import { ENDS, type End, endOf } from "../text-end.ts";

const TEXT_MAX = 128;

export function StatusDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { settings } = useSession();
  const { text, textEndsMs } = useOwnPresence();
  const form = useForm<{ text: string; end: End }>({
    resolver: valibotResolver(
      v.object({
        text: v.pipe(v.string(), v.trim(), v.maxLength(TEXT_MAX, t("presence.tooLong"))),
        end: v.picklist(ENDS),
      }),
    ),
    defaultValues: { text: text ?? "", end: textEndsMs === null ? "never" : "kept" },
  });
  const submit = useSubmit(form, async (values) => {
    const expires_at = endOf(values.end, new Date(), textEndsMs)?.toISOString() ?? null;
    const custom_status = values.text === "" ? null : { text: values.text, expires_at };
    await settings.change({ custom_status });
    onClose();
  });
  const clear = useSubmit(form, async () => {
    await settings.change({ custom_status: null });
    onClose();
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("presence.textTitle")}
      description={t("presence.textHint")}
      closeLabel={t("common.close")}
    >
      <form onSubmit={submit} noValidate className="grid gap-4">
        <FormError message={errors.root?.message} />
        <TextField
          label={t("presence.text")}
          error={errors.text?.message}
          autoComplete="off"
          {...form.register("text")}
        />
        <SelectField
          label={t("presence.end")}
          choices={ENDS.filter((value) => value !== "kept" || textEndsMs !== null).map((value) => ({
            value,
            label: t(`presence.ends.${value}`),
          }))}
          {...form.register("end")}
        />
        <Button type="submit" busy={isSubmitting}>
          {t("settings.save")}
        </Button>
        {text !== null && (
          <Button look="quiet" disabled={isSubmitting} onClick={() => void clear()}>
            {t("presence.clear")}
          </Button>
        )}
      </form>
    </Dialog>
  );
}
