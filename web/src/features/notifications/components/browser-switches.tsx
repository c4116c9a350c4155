/** Whether this browser shows notifications, where it may, and whether it plays a sound. */
import { Play } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { showToast } from "@/binding/toasts.ts";
import { Button } from "@/ui/button.tsx";
import { SwitchField } from "@/ui/switch-field.tsx";
import { useDevice } from "../device.ts";
import { usePermission, watchPermission } from "../permission.ts";
import { playTones } from "../sound.ts";

export function BrowserSwitches() {
  const { t } = useTranslation();
  const { shown, sound, choose } = useDevice();
  const { permission, ask } = usePermission();
  useEffect(() => void watchPermission(), []);
  const hints = {
    insecure: t("notifications.insecure"),
    unsupported: t("notifications.unsupported"),
    denied: t("notifications.denied"),
    unasked: t("notifications.browserHint"),
    granted: t("notifications.browserHint"),
  };

  function turn(on: boolean): void {
    choose({ shown: on });
    if (on && permission === "unasked") void ask();
  }

  async function play(): Promise<void> {
    if (!(await playTones())) showToast({ tone: "bad", text: t("notifications.silent") });
  }

  return (
    <div className="grid gap-2">
      <SwitchField
        label={t("notifications.browser")}
        hint={hints[permission]}
        checked={shown && permission === "granted"}
        disabled={permission !== "granted" && permission !== "unasked"}
        onChange={turn}
      />
      <SwitchField
        label={t("notifications.sound")}
        hint={t("notifications.soundHint")}
        checked={sound}
        onChange={(on) => choose({ sound: on })}
      />
      <div>
        <Button look="quiet" onClick={() => void play()}>
          <Play size={16} aria-hidden />
          {t("notifications.play")}
        </Button>
      </div>
    </div>
  );
}
