/** Every choice of how things look, applied as it is made. */
import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { ChoiceField } from "@/ui/choice-field.tsx";
import { DENSITIES, MOTIONS, TEXT_SIZES, useAppearance } from "../appearance.ts";
import { AppearanceSample } from "./appearance-sample.tsx";

export function AppearanceForm() {
  const { t } = useTranslation();
  const { appearance, choose } = useAppearance();
  const densityWords = {
    cosy: { label: t("appearance.cosy"), hint: t("appearance.cosyHint") },
    compact: { label: t("appearance.compact"), hint: t("appearance.compactHint") },
  };
  const motionWords = { system: t("appearance.motionSystem"), reduced: t("appearance.motionReduced") };
  return (
    <div className="grid gap-7">
      <AppearanceSample />
      <ChoiceField
        label={t("appearance.theme")}
        value={appearance.theme}
        onChange={(theme) => choose({ theme })}
        choices={[
          { value: "system", label: t("user.system"), icon: <Monitor size={18} aria-hidden /> },
          { value: "dark", label: t("user.dark"), icon: <Moon size={18} aria-hidden /> },
          { value: "light", label: t("user.light"), icon: <Sun size={18} aria-hidden /> },
        ]}
      />
      <ChoiceField
        label={t("appearance.density")}
        value={appearance.density}
        onChange={(density) => choose({ density })}
        choices={DENSITIES.map((value) => ({ value, ...densityWords[value] }))}
      />
      <ChoiceField
        label={t("appearance.textSize")}
        value={appearance.textSize}
        onChange={(textSize) => choose({ textSize })}
        choices={TEXT_SIZES.map((value) => ({ value, label: t(`appearance.textSizes.${value}`) }))}
      />
      <ChoiceField
        label={t("appearance.motion")}
        value={appearance.motion}
        onChange={(motion) => choose({ motion })}
        choices={MOTIONS.map((value) => ({ value, label: motionWords[value] }))}
      />
    </div>
  );
}
