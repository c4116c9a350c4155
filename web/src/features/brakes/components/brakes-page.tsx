/** What a guild holds back of those who want in; each choice takes effect at once. */
import { DoorClosed, DoorOpen } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { Brakes, Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { SelectField } from "@/ui/select-field.tsx";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { AGES_S, choicesWith, inUnits, JOINS } from "../choices.ts";
import { useBrakes, useSetBrakes } from "../hooks/use-brakes.ts";

export function BrakesPage({ guildId }: { guildId: Id }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const brakes = useBrakes(guildId);
  if (brakes.isPending) return <LineSkeletons label={t("common.loading")} count={4} />;
  if (!brakes.data) {
    return (
      <StatePanel urgent isPart title={t("brakes.failed")}>
        <p>{errorText(brakes.error)}</p>
        <Button onClick={() => void brakes.refetch()}>{t("common.tryAgain")}</Button>
      </StatePanel>
    );
  }
  return <Choices guildId={guildId} brakes={brakes.data} />;
}

function Choices({ guildId, brakes: kept }: { guildId: Id; brakes: Brakes }) {
  const { t } = useTranslation();
  const { mutate: change, isPending, variables } = useSetBrakes(guildId);
  // What is on its way is shown as chosen; what is refused falls back.
  const brakes = isPending ? { ...kept, ...variables } : kept;
  const ageName = (seconds: number) => {
    const { unit, count } = inUnits(seconds);
    return seconds === 0 ? t("brakes.anyAge") : t(`brakes.age.${unit}`, { count });
  };
  const joinsName = (count: number) => (count === 0 ? t("brakes.anyNumber") : t("brakes.joins", { count }));
  return (
    <div className="grid max-w-md gap-6" aria-busy={isPending}>
      <Invites
        arePaused={brakes.invites_paused}
        isBusy={isPending}
        onChange={(invites_paused) => change({ invites_paused })}
      />
      <SelectField
        label={t("brakes.minAge")}
        hint={t("brakes.minAgeHint")}
        value={brakes.min_account_age_s}
        choices={choicesWith(AGES_S, brakes.min_account_age_s).map((seconds) => ({
          value: String(seconds),
          label: ageName(seconds),
        }))}
        onChange={({ target }) => change({ min_account_age_s: Number(target.value) })}
      />
      <SelectField
        label={t("brakes.rate")}
        hint={t("brakes.rateHint")}
        value={brakes.joins_per_minute}
        choices={choicesWith(JOINS, brakes.joins_per_minute).map((count) => ({
          value: String(count),
          label: joinsName(count),
        }))}
        onChange={({ target }) => change({ joins_per_minute: Number(target.value) })}
      />
    </div>
  );
}

interface InvitesProps {
  arePaused: boolean;
  isBusy: boolean;
  onChange(arePaused: boolean): void;
}

/** The one that is pressed in a hurry. */
function Invites({ arePaused, isBusy, onChange }: InvitesProps) {
  const { t } = useTranslation();
  const Icon = arePaused ? DoorClosed : DoorOpen;
  return (
    <section
      aria-label={t("settings.invites")}
      className="grid gap-3 rounded-medium border border-edge bg-panel p-4"
    >
      <div role="status" className="flex gap-3">
        <Icon size={20} aria-hidden className={arePaused ? "shrink-0 text-bad" : "shrink-0 text-ink-3"} />
        <div className="min-w-0">
          <p className="font-semibold">{arePaused ? t("brakes.paused") : t("brakes.open")}</p>
          <p className="text-small text-ink-3">{arePaused ? t("brakes.pausedHint") : t("brakes.openHint")}</p>
        </div>
      </div>
      <Button
        look={arePaused ? "quiet" : "danger"}
        busy={isBusy}
        onClick={() => onChange(!arePaused)}
        className="justify-self-start"
      >
        {arePaused ? t("brakes.resume") : t("brakes.pause")}
      </Button>
    </section>
  );
}
