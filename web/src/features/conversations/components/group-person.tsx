/** Somebody in a group: who owns it is marked, and takes the others out. */
import { UserMinus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { shownName } from "@/engine/friends.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { statusAtHome } from "@/engine/guilds/home.ts";
import { avatarPath } from "@/engine/pictures.ts";
import type { Channel, User } from "@/engine/wire.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { IconButton } from "@/ui/button.tsx";
import { ConfirmDialog } from "@/ui/confirm-dialog.tsx";
import { removeFromGroup } from "../api.ts";

interface GroupPersonProps {
  home: GuildState;
  group: Channel;
  user: User;
}

export function GroupPerson({ home, group, user }: GroupPersonProps) {
  const { t } = useTranslation();
  const { user: self } = useSession();
  const name = shownName(user);
  const isSelf = user.id === self.id;
  const status = statusAtHome(home, user.id);
  const mayRemove = group.owner_id === self.id && !isSelf;
  const notes = [
    user.id === group.owner_id && t("groups.owner"),
    status && t(`members.status.${status}`),
    isSelf && t("members.you"),
  ];
  return (
    <li className="group/person flex min-h-11 items-center gap-3 rounded-small px-1">
      <Avatar id={user.id} name={name} picture={avatarPath(user)} status={status} />
      <p className="min-w-0 flex-1 leading-tight">
        <span className="block truncate">{name}</span>
        <small className="block truncate text-tiny text-ink-3">{notes.filter(Boolean).join(" · ")}</small>
      </p>
      {mayRemove && <RemoveButton group={group} user={user} name={name} />}
    </li>
  );
}

function RemoveButton({ group, user, name }: { group: Channel; user: User; name: string }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const [isAsked, setAsked] = useState(false);
  const removing = useAction({
    run: () => removeFromGroup(rest, group.id, user.id),
    done: null,
    after: () => setAsked(false),
  });
  return (
    <>
      <IconButton
        label={t("groups.remove", { name })}
        onClick={() => setAsked(true)}
        className="opacity-0 group-hover/person:opacity-100 focus-visible:opacity-100 [@media(hover:none)]:opacity-100"
      >
        <UserMinus size={16} aria-hidden />
      </IconButton>
      {isAsked && (
        <ConfirmDialog
          title={t("groups.remove", { name })}
          description={t("groups.removeHint", { name })}
          confirmLabel={t("groups.removeShort")}
          cancelLabel={t("common.cancel")}
          closeLabel={t("common.close")}
          busy={removing.isPending}
          error={undefined}
          onConfirm={() => removing.mutate()}
          onClose={() => setAsked(false)}
        />
      )}
    </>
  );
}
