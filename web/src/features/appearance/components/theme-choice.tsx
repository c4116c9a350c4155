/** Dark, light, or as the system: a group inside a menu. */
import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";
import { MenuChoice } from "@/ui/menu.tsx";
import { useAppearance } from "../appearance.ts";

export function ThemeChoice() {
  const { t } = useTranslation();
  const { appearance, choose } = useAppearance();
  return (
    <MenuChoice
      label={t("user.theme")}
      value={appearance.theme}
      onChange={(theme) => choose({ theme })}
      choices={[
        { value: "system", label: t("user.system"), icon: <Monitor size={16} aria-hidden /> },
        { value: "dark", label: t("user.dark"), icon: <Moon size={16} aria-hidden /> },
        { value: "light", label: t("user.light"), icon: <Sun size={16} aria-hidden /> },
      ]}
    />
  );
}
