/** Whether others in voice rooms learn one's network address: kept with the account. */
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { SwitchField } from "@/ui/switch-field.tsx";

export function AddressSwitch() {
  const { t } = useTranslation();
  const { settings } = useSession();
  const kept = useFromStore(settings.store, (known) => known);
  const { mutate: choose, isPending } = useAction({ run: settings.change, done: null });
  if (kept === null) return <LineSkeletons label={t("common.loading")} count={1} />;
  return (
    <SwitchField
      label={t("voice.settings.hideAddress")}
      hint={t("voice.settings.hideAddressHint")}
      checked={kept.hide_address === true}
      disabled={isPending}
      onChange={(isOn) => choose({ hide_address: isOn ? true : null })}
    />
  );
}
