/** Tries the microphone: how loud it is, how one sounds, and by which addresses sound leaves this browser. */
import { Mic, Square } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CandidateEnd, CandidatePair } from "@/engine/voice/pairs.ts";
import { SILENT_DB } from "@/engine/voice/speaking.ts";
import type { Voice } from "@/engine/voice/voice.ts";
import { Button } from "@/ui/button.tsx";
import { cx } from "@/ui/cx.ts";
import { SwitchField } from "@/ui/switch-field.tsx";
import { useChoices } from "../hooks/use-choices.ts";
import { useMicrophoneTest } from "../hooks/use-microphone-test.ts";

export function MicrophoneTry({ voice }: { voice: Voice }) {
  const { t } = useTranslation();
  const [isHeard, setHeard] = useState(false);
  const { isOn, levelDb, fault, pair, turn } = useMicrophoneTest(voice, isHeard);
  return (
    <div className="grid gap-2">
      <div className="flex items-center gap-4">
        <Button look="quiet" onClick={() => turn(!isOn)}>
          {isOn ? <Square size={16} aria-hidden /> : <Mic size={16} aria-hidden />}
          {t(isOn ? "voice.settings.stopTest" : "voice.settings.test")}
        </Button>
        <Level levelDb={levelDb} />
      </div>
      {fault && (
        <p role="alert" className="text-small text-bad">
          {t(`voice.faults.${fault}`)}
        </p>
      )}
      {pair && <Pair pair={pair} />}
      <SwitchField
        label={t("voice.settings.hearYourself")}
        hint={t("voice.settings.hearYourselfHint")}
        checked={isHeard}
        onChange={setHeard}
      />
    </div>
  );
}

function Pair({ pair: { protocol, local, remote } }: { pair: CandidatePair }) {
  const { t } = useTranslation();
  const end = ({ kind, address }: CandidateEnd) => {
    const named = t(`voice.settings.pairKinds.${kind}`);
    if (address === null) return t("voice.settings.pairEndHidden", { kind: named });
    return t("voice.settings.pairEnd", { address, kind: named });
  };
  return (
    <p className="text-small text-ink-2">
      {t("voice.settings.pair", {
        protocol: protocol.toUpperCase(),
        local: end(local),
        remote: end(remote),
      })}
    </p>
  );
}

/** Green where it is loud enough to open the microphone. Browsers draw a meter as they like: it is told, not shown. */
function Level({ levelDb }: { levelDb: number }) {
  const { t } = useTranslation();
  const thresholdDb = useChoices((choices) => choices.thresholdDb);
  const part = (db: number) => `${Math.round((100 * (db - SILENT_DB)) / -SILENT_DB)}%`;
  return (
    <div className="relative h-3 min-w-0 flex-1 overflow-hidden rounded-full border border-edge bg-ground">
      <meter
        aria-label={t("voice.settings.level")}
        min={SILENT_DB}
        max={0}
        value={levelDb}
        aria-valuetext={t("voice.settings.decibels", { level: Math.round(levelDb) })}
        className="sr-only"
      />
      <div
        className={cx("h-full", levelDb >= thresholdDb ? "bg-good" : "bg-ink-3")}
        style={{ width: part(levelDb) }}
      />
      <i className="absolute inset-y-0 w-0.5 bg-accent" style={{ left: part(thresholdDb) }} />
    </div>
  );
}
