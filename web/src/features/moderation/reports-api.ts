/** Reports of messages: making one, and what becomes of those of a guild. */
import type { RestClient } from "@/engine/rest/client.ts";
import type { Id, Report } from "@/engine/wire.ts";

export type ReportStatus = Report["status"];
export type ReportOutcome = NonNullable<Report["outcome"]>;

export const REPORTS_A_PAGE = 25;

const pathOf = (guildId: Id) => `/api/x/guilds/${guildId}/reports`;

/** The newest first; `status` null: all that wait, whoever takes care of them. */
export function listReports(
  rest: RestClient,
  guildId: Id,
  status: ReportStatus | null,
  before: Id | null,
): Promise<Report[]> {
  const query = { status: status ?? undefined, before: before ?? undefined, limit: REPORTS_A_PAGE };
  return rest.request("GET", pathOf(guildId), { query });
}

export function changeReport(
  rest: RestClient,
  { guild_id: guildId, id }: Report,
  status: ReportStatus,
  outcome?: ReportOutcome,
): Promise<Report> {
  return rest.request("PATCH", `${pathOf(guildId)}/${id}`, { body: { status, outcome } });
}

export function deleteReported(rest: RestClient, report: Report): Promise<void> {
  return rest.request("DELETE", `/api/v10/channels/${report.channel_id}/messages/${report.message_id}`);
}
