/** Whatever a row of the timeline is. */
import { AtSign, Hash, MessagesSquare } from "lucide-react";
import { useTranslation } from "react-i18next";
import { HOME } from "@/engine/guilds/home.ts";
import type { Row } from "@/engine/timeline/rows.ts";
import type { Id } from "@/engine/wire.ts";
import { isChangeable } from "@/engine/writing.ts";
import { clockTime, dayName } from "@/ui/time.ts";
import { UnlessBlocked } from "./blocked-row.tsx";
import { Divider } from "./divider.tsx";
import { MessageRow } from "./message-row.tsx";
import { PendingRow } from "./pending-row.tsx";
import { SystemRow } from "./system-row.tsx";

interface TimelineRowProps {
  row: Row;
  guildId: Id;
  channelName: string;
  isThread: boolean;
  isActive: boolean;
  isNewestOwn: boolean;
  isMarked: boolean;
}

export function TimelineRow(props: TimelineRowProps) {
  const { row, guildId, channelName, isThread, isActive, isNewestOwn, isMarked } = props;
  const { t } = useTranslation();
  switch (row.kind) {
    case "beginning":
      return <Beginning guildId={guildId} channelName={channelName} isThread={isThread} />;
    case "day":
      return <Divider text={dayName(row.timeMs)} />;
    case "new":
      return <Divider isNew text={t("messages.newSince", { time: clockTime(row.timeMs) })} />;
    case "skipped":
      return <Divider text={t("messages.skipped")} />;
    case "message":
      if (!isChangeable(row.message)) {
        return <SystemRow rowKey={row.key} guildId={guildId} message={row.message} timeMs={row.timeMs} />;
      }
      return (
        <UnlessBlocked rowKey={row.key} authorId={row.message.author.id}>
          <MessageRow
            rowKey={row.key}
            guildId={guildId}
            message={row.message}
            timeMs={row.timeMs}
            first={row.first}
            isActive={isActive}
            isNewestOwn={isNewestOwn}
            isMarked={isMarked}
          />
        </UnlessBlocked>
      );
    case "pending":
      return (
        <PendingRow
          rowKey={row.key}
          guildId={guildId}
          entry={row.entry}
          author={row.author}
          timeMs={row.timeMs}
          first={row.first}
          isHead={row.isHead}
        />
      );
    default:
      return row satisfies never;
  }
}

type BeginningProps = Pick<TimelineRowProps, "guildId" | "channelName" | "isThread">;

function Beginning({ guildId, channelName, isThread }: BeginningProps) {
  const { t } = useTranslation();
  const isPrivate = guildId === HOME;
  // Only a person is named so: a group is called by its name.
  const isPerson = isPrivate && channelName.startsWith("@");
  const Sign = isPerson ? AtSign : isPrivate || isThread ? MessagesSquare : Hash;
  return (
    <div className="grid gap-1 px-4 pt-6 pb-2">
      <span aria-hidden className="grid size-12 place-items-center rounded-large bg-raised text-ink-2">
        <Sign size={24} />
      </span>
      <p className="text-lg font-bold break-words">
        {t(isPerson ? "messages.beginningWith" : "messages.beginning", { channel: channelName })}
      </p>
      <p className="text-ink-3">{t("messages.beginningHint")}</p>
    </div>
  );
}
