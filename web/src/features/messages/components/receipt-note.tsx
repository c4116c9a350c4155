/** How far a message of one's own got: sent, delivered, read, and by whom. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useFromStore, useSession } from "@/binding/engine-context.tsx";
import { HOME } from "@/engine/guilds/home.ts";
import { reachOf } from "@/engine/receipts.ts";
import type { Id, Message } from "@/engine/wire.ts";
import { getReceipts } from "../api.ts";
import { ReceiptsDialog } from "./receipts-dialog.tsx";

interface ReceiptNoteProps {
  guildId: Id;
  message: Message;
  /** Of the newest of one's own: it also says what nobody did yet. */
  isNewest: boolean;
}

export function ReceiptNote({ guildId, message, isNewest }: ReceiptNoteProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { id, channel_id } = message;
  useEarlierReceipts(channel_id, isNewest);
  const { receipts } = useSession();
  const state = useFromStore(receipts, (known) => known);
  const reach = reachOf(state, channel_id, id);
  const isConversation = guildId === HOME;
  const count = reach.read.length;
  if (count === 0) {
    if (!isConversation || !isNewest) return null;
    return <Note>{t(reach.delivered.length > 0 ? "receipts.delivered" : "receipts.sent")}</Note>;
  }
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="min-h-6 self-end rounded-small px-1 text-tiny whitespace-nowrap text-ink-3 hover:text-ink-2 hover:underline"
      >
        {t("receipts.readBy", { count })}
      </button>
      {isOpen && <ReceiptsDialog guildId={guildId} reach={reach} onClose={() => setOpen(false)} />}
    </>
  );
}

function Note({ children }: { children: string }) {
  return <span className="self-end px-1 text-tiny leading-6 whitespace-nowrap text-ink-3">{children}</span>;
}

/** What others read before this page was there, or while it was not connected. */
function useEarlierReceipts(channelId: Id, isNewest: boolean): void {
  const { rest } = useEngine();
  const { connection, noteReceipts } = useSession();
  const isOnline = useFromStore(connection.store, ({ status }) => status === "online");
  useQuery({
    queryKey: ["receipts", channelId],
    queryFn: async () => {
      noteReceipts(await getReceipts(rest, channelId));
      return null;
    },
    enabled: isNewest && isOnline,
    retry: false,
  });
}
