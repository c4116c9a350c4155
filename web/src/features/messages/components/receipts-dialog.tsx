/** Who read a message of one's own, and on whose devices it is. */
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import { displayName } from "@/engine/guilds/arrange.ts";
import { avatarPath } from "@/engine/pictures.ts";
import type { Reach } from "@/engine/receipts.ts";
import type { Id } from "@/engine/wire.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { Dialog } from "@/ui/dialog.tsx";

interface ReceiptsDialogProps {
  guildId: Id;
  reach: Reach;
  onClose(): void;
}

export function ReceiptsDialog({ guildId, reach, onClose }: ReceiptsDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("receipts.title")}
      closeLabel={t("common.close")}
    >
      <People guildId={guildId} title={t("receipts.readByThese")} users={reach.read} />
      {reach.delivered.length > 0 && (
        <People guildId={guildId} title={t("receipts.deliveredTo")} users={reach.delivered} />
      )}
    </Dialog>
  );
}

function People({ guildId, title, users }: { guildId: Id; title: string; users: readonly Id[] }) {
  const { t } = useTranslation();
  const members = useFromStore(useSession().guilds, (state) => state.guilds[guildId]?.members);
  return (
    <section aria-label={title} className="grid gap-1">
      <h3 className="text-small font-semibold text-ink-2">{title}</h3>
      <ul className="grid gap-1">
        {users.map((id) => {
          const member = members?.[id];
          const name = member ? displayName(member.user, member) : t("receipts.somebody");
          return (
            <li key={id} className="flex min-h-10 items-center gap-2">
              <Avatar id={id} name={name} picture={member ? avatarPath(member.user) : null} />
              <span className="min-w-0 flex-1 truncate">{name}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
