/** One act: a sentence, when it was, why, and what was other before. */
import { useTranslation } from "react-i18next";
import { avatarPath } from "@/engine/pictures.ts";
import { idTimeMs } from "@/engine/snowflake.ts";
import type { AuditEntry } from "@/engine/wire.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { Sentence } from "@/ui/sentence.tsx";
import { fullTime, momentName } from "@/ui/time.ts";
import { actName } from "../acts.ts";
import { aboutName, type Detail, detailsOf, type Names, personName, placeName, targetName } from "../told.ts";

/** Channels, by their number on the wire. */
const KINDS = { 0: "text", 2: "voice", 4: "category", 5: "announcements" } as const;
type KindName = (typeof KINDS)[keyof typeof KINDS];

interface AuditRowProps {
  entry: AuditEntry;
  names: Names;
}

export function AuditRow({ entry, names }: AuditRowProps) {
  const { t } = useTranslation();
  const actor = personName(names, entry.user_id);
  const user = names.guild.members[entry.user_id]?.user ?? names.users[entry.user_id];
  const values = {
    actor,
    target: targetName(entry, names),
    place: placeName(entry, names),
    about: aboutName(entry, names),
    number: entry.options?.count ?? "1",
  };
  const details = detailsOf(entry, names);
  const doneMs = idTimeMs(entry.id);
  return (
    <li className="flex gap-3 rounded-medium border border-line p-3">
      <Avatar id={entry.user_id} name={actor} picture={user && avatarPath(user)} />
      <div className="min-w-0 flex-1">
        <p className="text-pretty wrap-anywhere">
          <Sentence
            text={t(`audit.did.${actName(entry.action_type)}`, { ...values, skipInterpolation: true })}
            values={values}
          />
        </p>
        {entry.reason && (
          <p className="text-ink-2 wrap-anywhere">{t("audit.reason", { reason: entry.reason })}</p>
        )}
        {details.length > 0 && (
          <ul className="mt-1 grid gap-0.5 text-small text-ink-2">
            {details.map((detail) => (
              <DetailLine key={detail.key} detail={detail} />
            ))}
          </ul>
        )}
        <p className="text-small text-ink-3">
          <time dateTime={new Date(doneMs).toISOString()} title={fullTime(doneMs)}>
            {momentName(doneMs)}
          </time>
        </p>
      </div>
    </li>
  );
}

function DetailLine({ detail }: { detail: Detail }) {
  const { t, i18n } = useTranslation();
  if ("permissions" in detail) {
    const names = detail.permissions.map((id) => t(`permissions.name.${id}`)).join(", ");
    return <li>{t(`audit.${detail.key}`, { names })}</li>;
  }
  // A newer server may tell of fields that have no name here yet.
  const isKnown = i18n.exists(`audit.field.${detail.key}`);
  const label = isKnown ? t(`audit.field.${detail.key}` as "audit.field.name") : detail.key;
  const word = (value: string) => {
    if (detail.key === "communication_disabled_until") return momentName(Date.parse(value));
    const kind = detail.key === "type" ? (KINDS as Partial<Record<string, KindName>>)[value] : undefined;
    if (kind) return t(`audit.kind.${kind}`);
    if (value === "true") return t("audit.yes");
    return value === "false" ? t("audit.no") : value;
  };
  const { old, new: now } = detail;
  return (
    <li className="wrap-anywhere">
      {old !== null && now !== null && t("audit.changed", { label, old: word(old), now: word(now) })}
      {old === null && now !== null && t("audit.set", { label, now: word(now) })}
      {now === null && t("audit.cleared", { label, old: word(old ?? "") })}
    </li>
  );
}
