/** What can be done with a report, and about whoever wrote the message. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { useActsAbout } from "@/binding/use-guild.ts";
import { shownName } from "@/engine/friends.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { ModerationAct } from "@/engine/guilds/moderation.ts";
import { MANAGE_MESSAGES, permissionsOf } from "@/engine/guilds/permissions.ts";
import { channelOf } from "@/engine/guilds/threads.ts";
import type { Report } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { useDeleteReported, useMoveReport } from "../hooks/use-reports.ts";
import type { ReportOutcome } from "../reports-api.ts";
import { BanDialog } from "./ban-dialog.tsx";
import { KickDialog } from "./kick-dialog.tsx";
import { TimeOutDialog } from "./time-out-dialog.tsx";

/** A name is changed where names are: it is no answer to a report. */
type AnswerAct = Exclude<ModerationAct, "nickname">;

const OUTCOMES: Record<AnswerAct, ReportOutcome> = {
  "time-out": "timed_out",
  kick: "kicked",
  ban: "banned",
};
const DIALOGS = { "time-out": TimeOutDialog, kick: KickDialog, ban: BanDialog };

export function ReportActs({ guild, report }: { guild: GuildState; report: Report }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const [asked, setAsked] = useState<AnswerAct | null>(null);
  const move = useMoveReport(report);
  const remove = useDeleteReported(report);
  const acts = useActsAbout(guild.id, report.author.id).filter((act) => act !== "nickname");
  const { author, claimed_by: claimedBy, channel_id: channelId } = report;
  if (report.status === "resolved") return null;
  const isBusy = move.isPending || remove.isPending;
  if (claimedBy && claimedBy.id !== user.id) {
    return (
      <Button look="quiet" busy={isBusy} onClick={() => move.mutate({ status: "open" })}>
        {t("reports.takeAway")}
      </Button>
    );
  }
  const mayDelete = (permissionsOf(guild, user.id, channelOf(guild, channelId)) & MANAGE_MESSAGES) !== 0n;
  const isMessage = report.message_id !== channelId;
  const Dialog = asked && DIALOGS[asked];
  return (
    <>
      <Button
        look="quiet"
        busy={move.isPending}
        onClick={() => move.mutate({ status: claimedBy ? "open" : "claimed" })}
      >
        {claimedBy ? t("reports.letGo") : t("reports.claim")}
      </Button>
      <Button
        look="quiet"
        disabled={isBusy}
        onClick={() => move.mutate({ status: "resolved", outcome: "nothing" })}
      >
        {t("reports.dismiss")}
      </Button>
      {mayDelete && isMessage && (
        <Button look="quiet" busy={remove.isPending} onClick={() => remove.mutate()}>
          {t("messages.delete")}
        </Button>
      )}
      {acts.map((act) => (
        <Button key={act} look="quiet" disabled={isBusy} onClick={() => setAsked(act)}>
          {t(`moderation.offer.${act}`)}
        </Button>
      ))}
      {asked && Dialog && (
        <Dialog
          guildId={guild.id}
          userId={author.id}
          name={shownName(author)}
          onDone={() => move.mutate({ status: "resolved", outcome: OUTCOMES[asked] })}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}
