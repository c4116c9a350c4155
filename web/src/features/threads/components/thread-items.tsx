/** What can be done with a thread, under the three dots. */
import {
  Archive,
  ArchiveRestore,
  Link,
  Lock,
  LockOpen,
  LogIn,
  LogOut,
  Pencil,
  Trash2,
  Users,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useCopy } from "@/binding/use-copy.ts";
import { isArchived, isLocked } from "@/engine/guilds/threads.ts";
import { permalink } from "@/engine/permalink.ts";
import type { Channel, Id } from "@/engine/wire.ts";
import { MenuItem, MenuLine } from "@/ui/menu.tsx";
import { useThreadActs } from "../hooks/use-thread-acts.ts";

/** What opens a dialog. */
export type AskedOfThread = "members" | "rename" | "delete";

interface ThreadItemsProps {
  guildId: Id;
  thread: Channel;
  onAsk(what: AskedOfThread): void;
}

export function ThreadItems({ guildId, thread, onAsk }: ThreadItemsProps) {
  const { t } = useTranslation();
  const { ports } = useEngine();
  const copy = useCopy();
  const { mayManage, mayChange, mayReopen, change, join } = useThreadActs(guildId, thread);
  const [archived, locked, isIn] = [isArchived(thread), isLocked(thread), Boolean(thread.member)];
  const link = permalink(ports.origin, { guildId, channelId: thread.id, messageId: null });
  return (
    <>
      {!archived && (
        <MenuItem
          icon={isIn ? <LogOut size={16} aria-hidden /> : <LogIn size={16} aria-hidden />}
          onSelect={() => join(!isIn)}
        >
          {isIn ? t("threads.leave") : t("threads.join")}
        </MenuItem>
      )}
      <MenuItem icon={<Users size={16} aria-hidden />} onSelect={() => onAsk("members")}>
        {t("threads.members")}
      </MenuItem>
      <MenuItem icon={<Link size={16} aria-hidden />} onSelect={() => void copy(link, t("toast.linkCopied"))}>
        {t("threads.copyLink")}
      </MenuItem>
      {(mayChange || (archived && mayReopen)) && <MenuLine />}
      {mayChange && (
        <MenuItem icon={<Pencil size={16} aria-hidden />} onSelect={() => onAsk("rename")}>
          {t("threads.rename")}
        </MenuItem>
      )}
      {mayChange && (
        <MenuItem icon={<Archive size={16} aria-hidden />} onSelect={() => change({ archived: true })}>
          {t("threads.archive")}
        </MenuItem>
      )}
      {archived && mayReopen && (
        <MenuItem
          icon={<ArchiveRestore size={16} aria-hidden />}
          onSelect={() => change({ archived: false })}
        >
          {t("threads.unarchive")}
        </MenuItem>
      )}
      {mayManage && (
        <MenuItem
          icon={locked ? <LockOpen size={16} aria-hidden /> : <Lock size={16} aria-hidden />}
          onSelect={() => change({ locked: !locked })}
        >
          {locked ? t("threads.unlock") : t("threads.lock")}
        </MenuItem>
      )}
      {mayManage && (
        <MenuItem danger icon={<Trash2 size={16} aria-hidden />} onSelect={() => onAsk("delete")}>
          {t("threads.delete")}
        </MenuItem>
      )}
    </>
  );
}
