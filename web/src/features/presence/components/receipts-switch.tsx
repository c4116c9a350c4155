/** Whether others hear that the reader got and read their messages, and the reader of others. */
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { SwitchField } from "@/ui/switch-field.tsx";

export function ReceiptsSwitch() {
  const { t } = useTranslation();
  const { settings } = useSession();
  const kept = useFromStore(settings.store, (known) => known);
  const { mutate: choose, isPending } = useAction({ run: settings.change, done: null });
  if (kept === null) return <LineSkeletons label={t("common.loading")} count={1} />;
  return (
    <SwitchField
      label={t("privacy.receipts")}
      hint={t("privacy.receiptsHint")}
      checked={kept.receipts !== false}
      disabled={isPending}
      onChange={(isOn) => choose({ receipts: isOn ? null : false })}
    />
  );
}
