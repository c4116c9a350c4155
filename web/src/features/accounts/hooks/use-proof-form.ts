/** A form for the password and a code, which says of each whether it is wrong. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useSubmit } from "@/binding/use-submit.ts";
import { ApiError, CODE_WRONG_CODE } from "@/engine/rest/error.ts";
import { provenSchema } from "../schemas.ts";
import type { Proof } from "../two-step.ts";

export function useProofForm(send: (proof: Proof) => Promise<void>) {
  const { t } = useTranslation();
  const form = useForm<Proof>({
    resolver: valibotResolver(provenSchema(t)),
    defaultValues: { password: "", code: "" },
  });
  const submit = useSubmit(form, async (proof) => {
    try {
      await send(proof);
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== CODE_WRONG_CODE) throw error;
      form.setError("code", { message: t("error.wrongCode") }, { shouldFocus: true });
    }
  });
  return { form, submit };
}
