/** One report: what was said, who minds it, who takes care of it, and what can be done. */
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { shownName } from "@/engine/friends.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { channelOf } from "@/engine/guilds/threads.ts";
import { avatarPath } from "@/engine/pictures.ts";
import type { Report } from "@/engine/wire.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { momentName } from "@/ui/time.ts";
import { ReportActs } from "./report-acts.tsx";

export function ReportCard({ guild, report }: { guild: GuildState; report: Report }) {
  const { t } = useTranslation();
  const { author, content, files, channel_id: channelId } = report;
  const name = shownName(author);
  const channel = channelOf(guild, channelId)?.name ?? channelId;
  return (
    <li className="grid grid-cols-1 gap-3 rounded-medium border border-line p-3">
      <div className="flex items-center gap-3">
        <Avatar id={author.id} name={name} picture={avatarPath(author)} />
        <p className="min-w-0 flex-1 break-words">
          <b className="font-semibold">{name}</b>
          <span className="block text-small text-ink-3">
            {t("reports.where", { channel, time: momentName(Date.parse(report.created_at)) })}
          </span>
        </p>
      </div>
      <blockquote className="max-h-48 overflow-auto rounded-medium bg-raised px-3 py-2 break-words whitespace-pre-wrap">
        {content || <i className="text-ink-3">{t("reports.noText")}</i>}
        {files.length > 0 && (
          <span className="block text-small text-ink-3">
            {t("reports.files", { names: files.join(", ") })}
          </span>
        )}
      </blockquote>
      <Why report={report} />
      <Standing report={report} />
      <div className="flex flex-wrap items-center gap-2">
        <Link
          to="/channels/$guildId/$channelId"
          params={{ guildId: guild.id, channelId }}
          search={report.message_id === channelId ? {} : { message: report.message_id }}
          className="inline-flex min-h-11 items-center font-medium text-link underline-offset-2 hover:underline wide:min-h-9"
        >
          {t("reports.open")}
        </Link>
        <ReportActs guild={guild} report={report} />
      </div>
    </li>
  );
}

function Why({ report: { reporter, reason, rule } }: { report: Report }) {
  const { t } = useTranslation();
  if (rule) return <p className="text-small break-words">{t("reports.byRule", { rule: rule.name })}</p>;
  const name = reporter ? shownName(reporter) : "";
  return <p className="text-small break-words">{t("reports.by", { name, reason: reason ?? "" })}</p>;
}

function Standing({ report }: { report: Report }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const { claimed_by: claimedBy, resolved_by: resolvedBy, resolved_at: resolvedAt, outcome } = report;
  if (resolvedBy && outcome) {
    const values = { name: shownName(resolvedBy), time: momentName(Date.parse(resolvedAt ?? "")) };
    return (
      <p className="text-small text-ink-2">
        {t("reports.resolved", { ...values, outcome: t(`reports.outcomes.${outcome}`) })}
      </p>
    );
  }
  if (!claimedBy) return null;
  const isOwn = claimedBy.id === user.id;
  return (
    <p className="text-small text-ink-2">
      {isOwn ? t("reports.claimedByYou") : t("reports.claimedBy", { name: shownName(claimedBy) })}
    </p>
  );
}
