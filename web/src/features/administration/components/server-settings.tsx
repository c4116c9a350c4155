/** What administrators decide for the whole instance; each choice takes effect at once. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { InstanceSettings } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { ChoiceField } from "@/ui/choice-field.tsx";
import { SelectField } from "@/ui/select-field.tsx";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { SwitchField } from "@/ui/switch-field.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { useChangeSettings, useInstanceSettings } from "../hooks/use-instance.ts";

const REGISTRATIONS = ["open", "invite", "closed"] as const;
const CREATION = ["everyone", "admins"] as const;
/** Those that a person thinks in. */
const PAUSES_S = [0, 5, 10, 30, 60, 300, 900, 3_600, 21_600];
const MIB = 1_048_576;

export function ServerSettings() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const settings = useInstanceSettings();
  if (settings.isPending) return <LineSkeletons label={t("common.loading")} count={6} />;
  if (!settings.data) {
    return (
      <StatePanel urgent isPart title={t("administration.failed")}>
        <p>{errorText(settings.error)}</p>
        <Button onClick={() => void settings.refetch()}>{t("common.tryAgain")}</Button>
      </StatePanel>
    );
  }
  return <Choices settings={settings.data} />;
}

function Choices({ settings: kept }: { settings: InstanceSettings }) {
  const { t } = useTranslation();
  const pauseName = usePauseName();
  const { mutate: change, isPending, variables } = useChangeSettings();
  // What is on its way is shown as chosen; what is refused falls back.
  const settings = isPending ? { ...kept, ...variables } : kept;
  const pauses = PAUSES_S.includes(settings.slow_mode_seconds)
    ? PAUSES_S
    : [...PAUSES_S, settings.slow_mode_seconds].sort((a, b) => a - b);
  return (
    <div className="grid gap-6" aria-busy={isPending}>
      <ChoiceField
        label={t("server.registrations")}
        value={settings.registrations}
        choices={REGISTRATIONS.map((value) => ({
          value,
          label: t(`server.registration.${value}`),
          hint: t(`server.registrationHint.${value}`),
        }))}
        onChange={(registrations) => change({ registrations })}
      />
      <ChoiceField
        label={t("server.creation")}
        value={settings.guild_creation}
        choices={CREATION.map((value) => ({ value, label: t(`server.creationBy.${value}`) }))}
        onChange={(guild_creation) => change({ guild_creation })}
      />
      <SelectField
        label={t("server.slowMode")}
        hint={t("server.slowModeHint")}
        value={settings.slow_mode_seconds}
        choices={pauses.map((seconds) => ({ value: String(seconds), label: pauseName(seconds) }))}
        onChange={({ target }) => change({ slow_mode_seconds: Number(target.value) })}
      />
      <UploadLimit key={settings.upload_bytes_max} bytes={settings.upload_bytes_max} onChange={change} />
      <SwitchField
        label={t("server.readOnly")}
        hint={t("server.readOnlyHint")}
        checked={settings.read_only}
        disabled={isPending}
        onChange={(read_only) => change({ read_only })}
      />
    </div>
  );
}

interface UploadLimitProps {
  bytes: number | null;
  onChange(change: Partial<InstanceSettings>): void;
}

function UploadLimit({ bytes, onChange }: UploadLimitProps) {
  const { t } = useTranslation();
  const kept = bytes === null ? "" : String(Math.round((bytes / MIB) * 100) / 100);
  const [typed, setTyped] = useState(kept);
  const mib = Number(typed);
  const isWrong = typed !== "" && !(mib > 0);
  return (
    <form
      className="grid max-w-md gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong) onChange({ upload_bytes_max: typed === "" ? null : Math.ceil(mib * MIB) });
      }}
    >
      <TextField
        label={t("server.upload")}
        hint={t("server.uploadHint")}
        error={isWrong ? t("server.uploadWrong") : undefined}
        inputMode="decimal"
        autoComplete="off"
        value={typed}
        onChange={({ target }) => setTyped(target.value.trim())}
      />
      <Button type="submit" disabled={typed === kept || isWrong} className="justify-self-start">
        {t("settings.save")}
      </Button>
    </form>
  );
}

function usePauseName(): (seconds: number) => string {
  const { t } = useTranslation();
  return (seconds) => {
    if (seconds === 0) return t("server.noPause");
    if (seconds < 60) return t("server.pause.seconds", { count: seconds });
    if (seconds < 3_600) return t("server.pause.minutes", { count: Math.round(seconds / 60) });
    return t("server.pause.hours", { count: Math.round(seconds / 3_600) });
  };
}
