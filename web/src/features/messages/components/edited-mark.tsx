/** That a message was changed, and when. */
import { useTranslation } from "react-i18next";
import { fullTime } from "@/ui/time.ts";

export function EditedMark({ timestamp, isInText }: { timestamp: string; isInText: boolean }) {
  const { t } = useTranslation();
  const time = (
    <time dateTime={timestamp} title={t("messages.editedAt", { time: fullTime(Date.parse(timestamp)) })}>
      {t("messages.edited")}
    </time>
  );
  return <span className="text-tiny text-ink-3">{isInText ? <>({time})</> : <> · {time}</>}</span>;
}
