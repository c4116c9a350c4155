/** What one says of oneself. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import { useQueryClient } from "@tanstack/react-query";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { QueryNotice } from "@/binding/query-notice.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useUnsaved } from "@/binding/unsaved.ts";
import { profileKey, useProfile } from "@/binding/use-profile.ts";
import { useSelf } from "@/binding/use-self.ts";
import { useSubmit } from "@/binding/use-submit.ts";
import { Button } from "@/ui/button.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { TextAreaField } from "@/ui/text-area-field.tsx";
import { changeAbout } from "../api.ts";
import { ABOUT_CHARS_MAX, aboutSchema, countChars } from "../schemas.ts";

export function AboutForm() {
  const profile = useProfile(useSelf().id);
  if (!profile.data) return <QueryNotice query={profile} />;
  return <KnownAbout bio={profile.data.bio ?? ""} />;
}

function KnownAbout({ bio }: { bio: string }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const { id } = useSelf();
  const queries = useQueryClient();
  const form = useForm<{ bio: string }>({
    resolver: valibotResolver(aboutSchema(t)),
    // What is being written stays when it is asked for again.
    values: { bio },
    resetOptions: { keepDirtyValues: true },
  });
  const submit = useSubmit(form, async (values) => {
    await changeAbout(rest, values.bio);
    form.reset(values, { keepDirtyValues: false });
    await queries.invalidateQueries({ queryKey: profileKey(id) });
    showToast({ tone: "good", text: t("profile.saved") });
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  useUnsaved(isDirty);
  const count = countChars(form.watch("bio").trim());
  return (
    <form onSubmit={submit} noValidate className="grid max-w-md grid-cols-1 gap-4">
      <FormError message={errors.root?.message} />
      <TextAreaField
        label={t("profile.about")}
        hint={t("profile.aboutHint", { count, max: ABOUT_CHARS_MAX })}
        error={errors.bio?.message}
        {...form.register("bio")}
      />
      <Button type="submit" busy={isSubmitting} disabled={!isDirty} className="justify-self-start">
        {t("profile.saveAbout")}
      </Button>
    </form>
  );
}
