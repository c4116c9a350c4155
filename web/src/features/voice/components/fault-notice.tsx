/** Why one is not in a room, or is not heard there, in one sentence. */
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui/button.tsx";
import { useVoice, useVoiceView } from "../store.ts";

export function FaultNotice() {
  const { t } = useTranslation();
  const voice = useVoice((state) => state.voice);
  const fault = useVoiceView((view) => view.fault);
  const isIn = useVoiceView(({ phase }) => phase !== "out");
  const microphoneFault = useVoiceView((view) => view.microphoneFault);
  const unreached = useVoiceView(
    ({ links }) => Object.values(links).filter((link) => link === "failed").length,
  );
  return (
    <>
      {fault && (
        <div role="alert" className="flex items-start gap-1 text-small text-ink-2">
          <p className="min-w-0 flex-1 py-1 text-pretty">{t(`voice.faults.${fault}`)}</p>
          <IconButton label={t("common.dismiss")} onClick={() => voice?.dismiss()}>
            <X size={16} aria-hidden />
          </IconButton>
        </div>
      )}
      {unreached > 0 && (
        <p role="alert" className="py-1 text-small text-pretty text-ink-2">
          {t("voice.unreached", { count: unreached })}
        </p>
      )}
      {isIn && microphoneFault && (
        <p role="alert" className="py-1 text-small text-pretty text-ink-2">
          {t(`voice.faults.${microphoneFault}`)}
        </p>
      )}
    </>
  );
}
