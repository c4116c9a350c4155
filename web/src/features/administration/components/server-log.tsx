/** What was done by those who run the instance. */
import { ScrollText } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/binding/use-error-text.ts";
import { idTimeMs } from "@/engine/snowflake.ts";
import type { Id, InstanceLogEntry } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { Sentence } from "@/ui/sentence.tsx";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { fullTime, momentName } from "@/ui/time.ts";
import { useInstanceLog, useUserNames } from "../hooks/use-instance.ts";

export function ServerLog() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const log = useInstanceLog();
  const entries = log.data?.pages.flat() ?? [];
  const nameOf = useUserNames(
    entries.flatMap(({ actor_id, target_id }) => [actor_id, target_id].filter((id) => id !== null)),
  );
  if (log.isPending) return <LineSkeletons label={t("common.loading")} count={6} />;
  if (!log.data) {
    return (
      <StatePanel urgent isPart title={t("serverLog.failed")}>
        <p>{errorText(log.error)}</p>
        <Button onClick={() => void log.refetch()}>{t("common.tryAgain")}</Button>
      </StatePanel>
    );
  }
  if (entries.length === 0) {
    return (
      <StatePanel isPart icon={<ScrollText size={32} aria-hidden />} title={t("serverLog.empty")}>
        <p>{t("serverLog.emptyHint")}</p>
      </StatePanel>
    );
  }
  return (
    <>
      <ol aria-label={t("serverLog.title")} className="grid gap-2">
        {entries.map((entry) => (
          <Row key={entry.id} entry={entry} nameOf={nameOf} />
        ))}
      </ol>
      {log.isFetchNextPageError && (
        <p role="alert" className="text-small text-bad">
          {errorText(log.error)}
        </p>
      )}
      {log.hasNextPage && (
        <Button
          look="quiet"
          busy={log.isFetchingNextPage}
          onClick={() => void log.fetchNextPage()}
          className="justify-self-start"
        >
          {t("serverLog.more")}
        </Button>
      )}
    </>
  );
}

function Row({ entry, nameOf }: { entry: InstanceLogEntry; nameOf(id: Id): string }) {
  const { t } = useTranslation();
  const values = {
    actor: entry.actor_id === null ? t("serverLog.shell") : nameOf(entry.actor_id),
    target: entry.target_id === null ? "" : nameOf(entry.target_id),
  };
  const doneMs = idTimeMs(entry.id);
  return (
    <li className="rounded-medium border border-line p-3">
      <p className="text-pretty wrap-anywhere">
        <Sentence
          text={t(`serverLog.did.${entry.action}`, { ...values, skipInterpolation: true })}
          values={values}
        />
      </p>
      {entry.reason && (
        <p className="text-ink-2 wrap-anywhere">{t("serverLog.reason", { reason: entry.reason })}</p>
      )}
      <ul className="mt-1 grid gap-0.5 text-small text-ink-2">
        {entry.changes.map((change) => (
          <Change key={change.key} change={change} />
        ))}
      </ul>
      <p className="text-small text-ink-3">
        <time dateTime={new Date(doneMs).toISOString()} title={fullTime(doneMs)}>
          {momentName(doneMs)}
        </time>
      </p>
    </li>
  );
}

function Change({
  change: { key, old_value: old, new_value: now },
}: {
  change: InstanceLogEntry["changes"][0];
}) {
  const { t, i18n } = useTranslation();
  // A newer server may tell of fields that have no name here yet.
  const isKnown = i18n.exists(`serverLog.field.${key}`);
  const label = isKnown ? t(`serverLog.field.${key}` as "serverLog.field.read_only") : key;
  const word = (value: unknown) => {
    if (value === undefined || value === null) return t("serverLog.nothing");
    if (typeof value === "boolean") return t(value ? "serverLog.yes" : "serverLog.no");
    if (key === "suspended_until" && typeof value === "number") return momentName(value);
    return String(value);
  };
  return (
    <li className="wrap-anywhere">{t("serverLog.changed", { label, old: word(old), now: word(now) })}</li>
  );
}
