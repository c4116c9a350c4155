/** One thing that is on unless the reader turns it off: receipts in both directions, messages of bots. */
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { SwitchField } from "@/ui/switch-field.tsx";

export function PrivacySwitch({ setting }: { setting: "receipts" | "bot_messages" }) {
  const { t } = useTranslation();
  const { settings } = useSession();
  const kept = useFromStore(settings.store, (known) => known);
  const { mutate: choose, isPending } = useAction({ run: settings.change, done: null });
  if (kept === null) return <LineSkeletons label={t("common.loading")} count={1} />;
  return (
    <SwitchField
      label={t(`privacy.${setting}`)}
      hint={t(`privacy.${setting}Hint`)}
      checked={kept[setting] !== false}
      disabled={isPending}
      onChange={(isOn) => choose({ [setting]: isOn ? null : false })}
    />
  );
}
