/** Which key opens the microphone: the next one that is pressed. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Voice } from "@/engine/voice/voice.ts";
import { Button } from "@/ui/button.tsx";
import { useChoices } from "../hooks/use-choices.ts";
import { keyName } from "../talk-key.ts";

export function TalkKeyField({ voice }: { voice: Voice }) {
  const { t } = useTranslation();
  const key = useChoices((choices) => choices.key);
  const [isAsking, setAsking] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-3">
      <span className="text-small font-semibold text-ink-2">{t("voice.settings.key")}</span>
      <kbd className="rounded-small border border-line px-2 py-1 font-sans text-small">{keyName(key)}</kbd>
      <Button
        look="quiet"
        onClick={() => setAsking(true)}
        onBlur={() => setAsking(false)}
        onKeyDown={(event) => {
          if (!isAsking) return;
          // Also Tab and Enter mean themselves here; Escape leaves it as it is.
          event.preventDefault();
          event.stopPropagation();
          setAsking(false);
          if (event.code !== "Escape") voice.choices.change({ key: event.code });
        }}
      >
        <span aria-live="polite">{t(isAsking ? "voice.settings.pressKey" : "voice.settings.chooseKey")}</span>
      </Button>
    </div>
  );
}
