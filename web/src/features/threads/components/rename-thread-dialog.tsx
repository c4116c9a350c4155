/** What a thread is called from now on. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as v from "valibot";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { useSubmit } from "@/binding/use-submit.ts";
import type { Channel } from "@/engine/wire.ts";
import { changeThread } from "../api.ts";
import { threadNameSchema } from "../thread-name.ts";
import { ThreadForm } from "./thread-form.tsx";

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
    <ThreadForm
      title={t("threads.rename")}
      name={form.register("name")}
      errors={errors}
      submitLabel={t("settings.save")}
      isSubmitting={isSubmitting}
      onSubmit={submit}
      onClose={onClose}
    />
  );
}
