/** Begins a thread: at a message, or free-standing. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as v from "valibot";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { useSubmit } from "@/binding/use-submit.ts";
import type { Channel, Id } from "@/engine/wire.ts";
import { SelectField } from "@/ui/select-field.tsx";
import { ARCHIVE_AFTER_MIN, createThread } from "../api.ts";
import { threadNameSchema } from "../thread-name.ts";
import { ThreadForm } from "./thread-form.tsx";

interface CreateThreadDialogProps {
  channel: Channel;
  /** Where it begins; null: at no message. */
  messageId: Id | null;
  /** What it may be called, from the words of the message. */
  suggestedName: string;
  onCreated(thread: Channel): void;
  onClose(): void;
}

export function CreateThreadDialog(props: CreateThreadDialogProps) {
  const { channel, messageId, suggestedName, onCreated, onClose } = props;
  const { t } = useTranslation();
  const { rest } = useEngine();
  const { learnThread } = useSession();
  const form = useForm<{ name: string; after: string }>({
    resolver: valibotResolver(v.object({ name: threadNameSchema(t), after: v.string() })),
    defaultValues: { name: suggestedName, after: String(ARCHIVE_AFTER_MIN.day) },
  });
  const submit = useSubmit(form, async ({ name, after }) => {
    const wanted = { name, auto_archive_duration: Number(after) };
    const thread = await createThread(rest, channel.id, messageId, wanted);
    learnThread(thread);
    onCreated(thread);
  });
  const { errors, isSubmitting } = form.formState;
  const after = ["hour", "day", "days", "week"] as const;
  const choices = after.map((name) => ({
    value: String(ARCHIVE_AFTER_MIN[name]),
    label: t(`threads.after.${name}`),
  }));
  return (
    <ThreadForm
      title={t("threads.create")}
      description={t(messageId === null ? "threads.createIn" : "threads.createAt", {
        channel: channel.name ?? "",
      })}
      name={form.register("name")}
      errors={errors}
      submitLabel={t("threads.create")}
      isSubmitting={isSubmitting}
      onSubmit={submit}
      onClose={onClose}
    >
      <SelectField label={t("threads.archiveAfter")} choices={choices} {...form.register("after")} />
    </ThreadForm>
  );
}
