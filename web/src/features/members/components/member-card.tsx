/** Who somebody is in a guild: names, presence, roles, since when. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { memberRoles, showMember } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { avatarPath } from "@/engine/pictures.ts";
import type { Member } from "@/engine/wire.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { roleInk } from "@/ui/identity.ts";
import { dayOfYear } from "@/ui/time.ts";

interface MemberCardProps {
  guild: GuildState;
  member: Member;
  /** What else can be done with them. */
  children?: ReactNode;
  onClose(): void;
}

export function MemberCard({ guild, member, children, onClose }: MemberCardProps) {
  const { t } = useTranslation();
  const { user, name, status, text, color, isOwner } = showMember(guild, member);
  const roles = memberRoles(guild, member);
  const notes = [user.username, user.bot && t("members.bot"), isOwner && t("members.owner")];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={name}
      titleInk={roleInk(color)}
      description={notes.filter(Boolean).join(" · ")}
      closeLabel={t("common.close")}
    >
      <div className="flex items-center gap-3">
        <Avatar id={user.id} name={name} picture={avatarPath(user)} size="large" status={status} />
        <p className="leading-tight">
          {t(`members.status.${status}`)}
          {text && <span className="block break-words">{text}</span>}
          <small className="block text-small text-ink-3">
            {t("members.since", { day: dayOfYear(Date.parse(member.joined_at)) })}
          </small>
        </p>
      </div>
      <section aria-label={t("members.roles")} className="grid gap-2">
        <h3 className="text-small font-semibold text-ink-2">{t("members.roles")}</h3>
        {roles.length === 0 && <p className="text-small text-ink-3">{t("members.noRoles")}</p>}
        <ul className="flex flex-wrap gap-2">
          {roles.map((role) => (
            <li
              key={role.id}
              className="flex items-center gap-2 rounded-full border border-line px-3 py-1 text-small"
            >
              <span
                aria-hidden
                className="size-2.5 rounded-full"
                style={{ background: roleInk(role.color) ?? "var(--ink-3)" }}
              />
              {role.name}
            </li>
          ))}
        </ul>
      </section>
      {children}
    </Dialog>
  );
}
