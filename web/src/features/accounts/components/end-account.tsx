/** The end of one's own account. It takes the password, and says before what becomes of what one wrote. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { sayFarewell } from "@/binding/farewell.ts";
import { useSubmit } from "@/binding/use-submit.ts";
import { Button } from "@/ui/button.tsx";
import { DangerZone } from "@/ui/danger-zone.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { endAccount } from "../api.ts";
import { confirmSchema } from "../schemas.ts";

export function EndAccount() {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  return (
    <DangerZone title={t("endAccount.title")} text={t("endAccount.text")}>
      <Button look="danger" onClick={() => setAsking(true)}>
        {t("endAccount.title")}
      </Button>
      {asking && <EndAccountDialog onClose={() => setAsking(false)} />}
    </DangerZone>
  );
}

function EndAccountDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { rest, login } = useEngine();
  const form = useForm<{ password: string }>({
    resolver: valibotResolver(confirmSchema(t)),
    defaultValues: { password: "" },
  });
  const submit = useSubmit(form, async ({ password }) => {
    // Before the answer: the live connection may hear sooner that nobody is here any more.
    sayFarewell(t("endAccount.done"));
    try {
      await endAccount(rest, password);
    } catch (error) {
      sayFarewell(null);
      throw error;
    }
    login.forget();
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("endAccount.ask")}
      description={t("endAccount.warning")}
      closeLabel={t("common.close")}
    >
      <form onSubmit={submit} noValidate className="grid gap-4">
        <ul className="grid list-disc gap-1 pl-5 text-small text-ink-2">
          <li>{t("endAccount.messages")}</li>
          <li>{t("endAccount.places")}</li>
          <li>{t("endAccount.guilds")}</li>
        </ul>
        <FormError message={errors.root?.message} />
        <TextField
          label={t("endAccount.password")}
          error={errors.password?.message}
          type="password"
          autoComplete="current-password"
          {...form.register("password")}
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" look="danger" busy={isSubmitting}>
            {t("endAccount.confirm")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
