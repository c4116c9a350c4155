/** How voice goes, in words and numbers. */
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import type { Grade } from "@/engine/voice/quality.ts";
import { cx } from "@/ui/cx.ts";
import { useVoiceView } from "../store.ts";

/** On this ground the usual green is too faint in the light. */
const INKS: Record<Grade | "waiting", string> = {
  good: "text-[light-dark(oklch(0.44_0.12_155),var(--good))]",
  fair: "text-ink-2",
  poor: "text-bad",
  waiting: "text-ink-2",
};

export function StateLine() {
  const { t } = useTranslation();
  const { connection } = useSession();
  const isOnline = useFromStore(connection.store, ({ status }) => status === "online");
  const phase = useVoiceView((view) => view.phase);
  const links = useVoiceView((view) => view.links);
  const quality = useVoiceView((view) => view.quality);
  const isConnecting = Object.values(links).includes("connecting");
  const grade = !isOnline || phase !== "in" ? "waiting" : (quality?.grade ?? "good");
  const words = () => {
    if (!isOnline) return t("voice.reconnecting");
    if (phase !== "in") return t("voice.joining");
    if (isConnecting) return t("voice.connecting");
    return t(`voice.grades.${quality?.grade ?? "good"}`);
  };
  return (
    <p className="flex items-baseline gap-2 text-small">
      <span role="status" className={cx("min-w-0 flex-1 truncate font-semibold", INKS[grade])}>
        {words()}
      </span>
      {quality && (
        <span
          className="shrink-0 text-tiny text-ink-3"
          title={t(`voice.roads.${quality.road ?? "direct"}`, {
            ms: Math.round(quality.jitterMs),
          })}
        >
          {t("voice.numbers", {
            ms: quality.roundTripMs === null ? "–" : Math.round(quality.roundTripMs),
            loss: quality.lossPercent < 10 ? quality.lossPercent.toFixed(1) : Math.round(quality.lossPercent),
          })}
        </span>
      )}
    </p>
  );
}
