/** Two lines of a conversation, drawn with what is chosen. */
import { useTranslation } from "react-i18next";
import { Avatar } from "@/ui/avatar.tsx";
import { clockTime } from "@/ui/time.ts";

/** Any moment of the evening. */
const TIME_MS = new Date(2026, 10, 21, 18, 2).getTime();

export function AppearanceSample() {
  const { t } = useTranslation();
  const name = t("appearance.sampleName");
  return (
    <figure className="rounded-medium border border-line bg-ground p-3">
      <figcaption className="sr-only">{t("appearance.sample")}</figcaption>
      <div className="grid grid-cols-[var(--picture)_minmax(0,1fr)] gap-x-(--row-columns) py-(--row-gap)">
        <Avatar id="190" name={name} size="large" />
        <div className="min-w-0">
          <p className="leading-snug">
            <span className="font-semibold text-accent-text">{name}</span>
            <span className="ml-2 text-tiny text-ink-3">{clockTime(TIME_MS)}</span>
          </p>
          <p>{t("appearance.sampleText")}</p>
        </div>
      </div>
      <div className="grid grid-cols-[var(--picture)_minmax(0,1fr)] gap-x-(--row-columns) py-(--row-gap)">
        <span />
        <p>{t("appearance.sampleText2")}</p>
      </div>
    </figure>
  );
}
