/** One member: picture, name in the role's colour, presence. Leads to their card. */
import { Link } from "@tanstack/react-router";
import { Crown } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import type { ShownMember } from "@/engine/guilds/arrange.ts";
import { avatarPath } from "@/engine/pictures.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { cx } from "@/ui/cx.ts";
import { roleInk } from "@/ui/identity.ts";

interface MemberLinkProps {
  member: ShownMember;
  /** Whether Tab stops here; the arrows reach all of them. */
  isStop: boolean;
  onFocus(): void;
}

export function MemberLink({ member, isStop, onFocus }: MemberLinkProps) {
  const { t } = useTranslation();
  const { user: self } = useSession();
  const { user, name, status, text, color, isOwner } = member;
  const isAway = status === "idle" || status === "dnd";
  const notes = [
    isAway && t(`members.status.${status}`),
    user.bot && t("members.bot"),
    user.id === self.id && t("members.you"),
    text,
  ];
  const note = notes.filter(Boolean).join(" · ");
  return (
    <Link
      to="."
      search={(before) => ({ ...before, member: user.id })}
      tabIndex={isStop ? 0 : -1}
      onFocus={onFocus}
      className={cx(
        "flex items-center gap-3 rounded-small px-1 py-(--member-gap) hover:bg-raised",
        status === "offline" && "text-ink-3",
      )}
    >
      <Avatar
        id={user.id}
        name={name}
        picture={avatarPath(user)}
        status={status}
        dim={status === "offline"}
      />
      <span className="min-w-0 flex-1 leading-tight">
        <span className="flex items-center gap-1.5">
          <span className="truncate" style={{ color: status === "offline" ? undefined : roleInk(color) }}>
            {name}
          </span>
          {isOwner && (
            <Crown size={13} role="img" aria-label={t("members.owner")} className="shrink-0 text-warn" />
          )}
        </span>
        {note && <small className="block truncate text-tiny text-ink-3">{note}</small>}
        <span className="sr-only">, {t(`members.status.${status}`)}</span>
      </span>
    </Link>
  );
}
