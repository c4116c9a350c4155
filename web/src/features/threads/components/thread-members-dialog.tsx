/** Who is in a thread. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { QueryNotice } from "@/binding/query-notice.tsx";
import { useGuild } from "@/binding/use-guild.ts";
import { displayName } from "@/engine/guilds/arrange.ts";
import { avatarPath } from "@/engine/pictures.ts";
import type { Channel, Id, ThreadMember } from "@/engine/wire.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { listThreadMembers } from "../api.ts";

interface ThreadMembersDialogProps {
  guildId: Id;
  thread: Channel;
  onClose(): void;
}

export function ThreadMembersDialog({ guildId, thread, onClose }: ThreadMembersDialogProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const query = useQuery({
    queryKey: ["thread-members", thread.id, thread.member_count ?? 0, Boolean(thread.member)],
    queryFn: () => listThreadMembers(rest, thread.id),
    placeholderData: (before) => before,
    staleTime: 0,
    retry: false,
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("threads.members")}
      closeLabel={t("common.close")}
    >
      <QueryNotice query={query} />
      {query.data?.length === 0 && <p className="text-ink-3">{t("threads.nobody")}</p>}
      <ul className="grid gap-1">
        {query.data?.map((member) => (
          <MemberLine key={member.user_id} guildId={guildId} member={member} />
        ))}
      </ul>
    </Dialog>
  );
}

function MemberLine({ guildId, member: { user_id, member } }: { guildId: Id; member: ThreadMember }) {
  const { t } = useTranslation();
  const known = useGuild(guildId)?.members[user_id] ?? member;
  const name = known ? displayName(known.user, known) : t("messages.unknownUser");
  return (
    <li className="flex min-h-10 items-center gap-2">
      <Avatar id={user_id} name={name} picture={known && avatarPath(known.user)} />
      <span className="min-w-0 flex-1 truncate">{name}</span>
    </li>
  );
}
