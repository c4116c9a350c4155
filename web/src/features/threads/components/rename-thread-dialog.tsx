/** What a thread is called from now on. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as v from "valibot";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { useSubmit } from "@/binding/use-submit.ts";
import type { Channel } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { changeThread } from "../api.ts";
import { threadNameSchema } from "../thread-name.ts";

export function RenameThreadDialog({ thread, onClose }: { thread: Channel; onClose(): void }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const { learnThread } = useSession();
  const form = useForm<{ name: string }>({
    resolver: valibotResolver(v.object({ name: threadNameSchema(t) })),
    defaultValues: { name: thread.name ?? "" },
  });
  const submit = useSubmit(form, async ({ name }) => {
    learnThread(await changeThread(rest, thread.id, { name }));
    onClose();
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("threads.rename")}
      closeLabel={t("common.close")}
    >
      <form onSubmit={submit} noValidate className="grid gap-4">
        <FormError message={errors.root?.message} />
        <TextField
          label={t("threads.name")}
          error={errors.name?.message}
          autoComplete="off"
          {...form.register("name")}
        />
        <Button type="submit" busy={isSubmitting}>
          {t("settings.save")}
        </Button>
      </form>
    </Dialog>
  );
}
