/** What a channel is called and about, and how slow it is; of a voice channel, how it sounds and for how many. */
import { valibotResolver } from "@hookform/resolvers/valibot";
import type { TFunction } from "i18next";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as v from "valibot";
import { useEngine } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useUnsaved } from "@/binding/unsaved.ts";
import { useSubmit } from "@/binding/use-submit.ts";
import { CHANNEL_VOICE, type Channel, holdsMessages } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { SelectField } from "@/ui/select-field.tsx";
import { TextAreaField } from "@/ui/text-area-field.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { type ChannelChanges, changeChannel } from "../api.ts";
import { slowModeChoices, slowModeUnit } from "../slow-mode.ts";
import { bitrateChoices, USER_LIMIT, USUAL_BITRATE } from "../voice-limits.ts";

interface Values {
  name: string;
  topic: string;
  rate_limit_per_user: string;
  bitrate: string;
  user_limit: string;
}

const TOPIC_CHARS_MAX = 1_024;

export function ChannelForm({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const isText = holdsMessages(channel);
  const isVoice = channel.type === CHANNEL_VOICE;
  const slow = channel.rate_limit_per_user ?? 0;
  const bitrate = channel.bitrate ?? USUAL_BITRATE;
  const form = useForm<Values>({
    resolver: valibotResolver(channelSchema(t)),
    defaultValues: {
      name: channel.name ?? "",
      topic: channel.topic ?? "",
      rate_limit_per_user: String(slow),
      bitrate: String(bitrate),
      user_limit: String(channel.user_limit ?? 0),
    },
  });
  // Read while rendering: only then does the form keep account of single fields.
  const { errors, isSubmitting, isDirty, dirtyFields } = form.formState;
  useUnsaved(isDirty);
  const submit = useSubmit(form, async (values) => {
    await changeChannel(rest, channel.id, changesOf(values, dirtyFields));
    form.reset(values);
    showToast({ tone: "good", text: t("settings.saved") });
  });
  const pauses = slowModeChoices(slow).map((seconds) => ({
    value: String(seconds),
    label: seconds === 0 ? t("channelSettings.slowOff") : pauseName(t, seconds),
  }));
  return (
    <form onSubmit={submit} noValidate className="grid max-w-md gap-4">
      <FormError message={errors.root?.message} />
      <TextField
        label={t("field.channelName")}
        error={errors.name?.message}
        autoComplete="off"
        {...form.register("name")}
      />
      {isText && (
        <>
          <TextAreaField
            label={t("channelSettings.topic")}
            hint={t("channelSettings.topicHint")}
            error={errors.topic?.message}
            {...form.register("topic")}
          />
          <SelectField
            label={t("channelSettings.slowMode")}
            hint={t("channelSettings.slowModeHint")}
            choices={pauses}
            {...form.register("rate_limit_per_user")}
          />
        </>
      )}
      {isVoice && (
        <>
          <SelectField
            label={t("channelSettings.bitrate")}
            hint={t("channelSettings.bitrateHint")}
            choices={bitrateChoices(bitrate).map((choice) => ({
              value: String(choice),
              label: t("channelSettings.kilobits", { count: choice / 1_000 }),
            }))}
            {...form.register("bitrate")}
            defaultValue={String(bitrate)}
          />
          <TextField
            label={t("channelSettings.userLimit")}
            hint={t("channelSettings.userLimitHint")}
            inputMode="numeric"
            autoComplete="off"
            error={errors.user_limit?.message}
            {...form.register("user_limit")}
          />
        </>
      )}
      <Button type="submit" busy={isSubmitting} disabled={!isDirty} className="justify-self-start">
        {t("settings.save")}
      </Button>
    </form>
  );
}

/** Only what was changed here: of the rest somebody else may have the newer word. */
function changesOf(
  { name, topic, rate_limit_per_user, bitrate, user_limit }: Values,
  dirty: Partial<Record<keyof Values, boolean>>,
): ChannelChanges {
  return {
    ...(dirty.name && { name }),
    ...(dirty.topic && { topic: topic || null }),
    ...(dirty.rate_limit_per_user && { rate_limit_per_user: Number(rate_limit_per_user) }),
    ...(dirty.bitrate && { bitrate: Number(bitrate) }),
    ...(dirty.user_limit && { user_limit: Number(user_limit) }),
  };
}

function pauseName(t: TFunction, seconds: number): string {
  const { unit, count } = slowModeUnit(seconds);
  return t(`channelSettings.${unit}`, { count });
}

function channelSchema(t: TFunction) {
  const length = t("field.channelNameLength");
  return v.object({
    name: v.pipe(v.string(), v.trim(), v.minLength(1, length), v.maxLength(100, length)),
    topic: v.pipe(v.string(), v.trim(), v.maxLength(TOPIC_CHARS_MAX, t("channelSettings.topicLong"))),
    rate_limit_per_user: v.string(),
    bitrate: v.string(),
    user_limit: v.pipe(v.string(), v.trim(), v.regex(USER_LIMIT, t("channelSettings.userLimitWrong"))),
  });
}
