/** The line above a thread: its name, its channel, and what can be done with it. */
import { Ellipsis, MessagesSquare, X } from "lucide-react";
import { type ReactNode, type Ref, useState } from "react";
import { useTranslation } from "react-i18next";
import { onDemand } from "@/binding/on-demand.tsx";
import { isLocked } from "@/engine/guilds/threads.ts";
import type { Channel, Id } from "@/engine/wire.ts";
import { IconButton } from "@/ui/button.tsx";
import { Menu } from "@/ui/menu.tsx";
import { type AskedOfThread, ThreadItems } from "./thread-items.tsx";

const MembersDialog = onDemand(async () => (await import("./thread-members-dialog.tsx")).ThreadMembersDialog);
const RenameDialog = onDemand(async () => (await import("./rename-thread-dialog.tsx")).RenameThreadDialog);
const DeleteDialog = onDemand(async () => (await import("./delete-thread-dialog.tsx")).DeleteThreadDialog);

interface ThreadHeaderProps {
  guildId: Id;
  thread: Channel;
  /** What other features can do with it. */
  tools?: ReactNode;
  /** It stands in the place of its channel: its name is the page's heading. */
  isAlone: boolean;
  close: Ref<HTMLButtonElement>;
  onClose(): void;
}

export function ThreadHeader({ guildId, thread, tools, isAlone, close, onClose }: ThreadHeaderProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<AskedOfThread | null>(null);
  const Heading = isAlone ? "h1" : "h2";
  const done = () => setAsked(null);
  return (
    <header className="flex h-[3.25rem] shrink-0 items-center gap-1 border-b border-line px-2 wide:px-4">
      <MessagesSquare size={17} aria-hidden className="shrink-0 text-ink-3" />
      <Heading className="min-w-0 flex-1 truncate font-semibold" title={thread.name ?? ""}>
        {thread.name}
        {isLocked(thread) && <span className="sr-only">, {t("threads.locked")}</span>}
      </Heading>
      {tools}
      <Menu
        align="end"
        label={t("threads.menu")}
        trigger={
          <IconButton label={t("threads.menu")}>
            <Ellipsis size={18} aria-hidden />
          </IconButton>
        }
      >
        <ThreadItems guildId={guildId} thread={thread} onAsk={setAsked} />
      </Menu>
      <IconButton ref={close} label={t("threads.close")} onClick={onClose}>
        <X size={18} aria-hidden />
      </IconButton>
      {asked === "members" && <MembersDialog guildId={guildId} thread={thread} onClose={done} />}
      {asked === "rename" && <RenameDialog thread={thread} onClose={done} />}
      {asked === "delete" && (
        <DeleteDialog
          thread={thread}
          onClose={done}
          onDeleted={() => {
            done();
            onClose();
          }}
        />
      )}
    </header>
  );
}
