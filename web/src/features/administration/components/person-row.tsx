/** One account: who it is, what keeps it from being used, and what can be done about it. */
import { MoreHorizontal, Shield, Trash2, UserCheck, UserX } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { shownName } from "@/engine/friends.ts";
import { avatarPath } from "@/engine/pictures.ts";
import type { InstanceRole, InstanceUser } from "@/engine/wire.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { IconButton } from "@/ui/button.tsx";
import { Menu, MenuItem } from "@/ui/menu.tsx";
import { dayOfYear, momentName } from "@/ui/time.ts";
import { actsOn, administers, rolesBelow, rolesToGive } from "../ranks.ts";
import { EndDialog } from "./end-dialog.tsx";
import { LiftDialog } from "./lift-dialog.tsx";
import { RoleDialog } from "./role-dialog.tsx";
import { SuspendDialog } from "./suspend-dialog.tsx";

interface PersonRowProps {
  person: InstanceUser;
  /** The reader's own role. */
  own: InstanceRole;
}

type Act = "suspend" | "lift" | "role" | "end";

export function PersonRow({ person, own }: PersonRowProps) {
  const { t } = useTranslation();
  const [act, setAct] = useState<Act | null>(null);
  const { user, instance_role: role, suspension } = person;
  const name = shownName(user);
  const canAct = actsOn(own, role);
  const isSelf = useSession().user.id === user.id;
  const given = isSelf ? rolesBelow(own) : rolesToGive(own, role);
  const roles = user.bot ? [] : given;
  const canEnd = canAct && administers(own) && !user.bot;
  const close = () => setAct(null);
  return (
    <li className="flex flex-wrap items-center gap-3 rounded-medium border border-line p-3">
      <Avatar id={user.id} name={name} picture={avatarPath(user)} />
      <div className="min-w-40 flex-1">
        <p className="break-words">
          <b className="font-semibold">{name}</b>
          {name !== user.username && <span className="ml-2 text-small text-ink-3">{user.username}</span>}
          {role !== "user" && (
            <span className="ml-2 rounded-full border border-line px-2 py-0.5 text-tiny text-ink-2">
              {t(`people.role.${role}`)}
            </span>
          )}
          {person.mfa_enabled && (
            <span className="ml-2 rounded-full border border-line px-2 py-0.5 text-tiny text-ink-2">
              {t("people.twoStep")}
            </span>
          )}
          {user.bot && (
            <span className="ml-2 rounded-full border border-line px-2 py-0.5 text-tiny text-ink-2">
              {t("members.bot")}
            </span>
          )}
        </p>
        {suspension ? (
          <p className="text-small break-words text-bad">
            {suspension.until === null
              ? t("people.suspended")
              : t("people.suspendedUntil", { time: momentName(Date.parse(suspension.until)) })}
            {suspension.reason && ` ${t("people.because", { reason: suspension.reason })}`}
          </p>
        ) : (
          <p className="text-small text-ink-3">
            {t("people.since", { day: dayOfYear(Date.parse(person.created_at)) })}
          </p>
        )}
      </div>
      {(canAct || roles.length > 0) && (
        <Menu
          label={t("people.acts", { name })}
          trigger={
            <IconButton label={t("people.acts", { name })}>
              <MoreHorizontal size={18} aria-hidden />
            </IconButton>
          }
        >
          {canAct && !suspension && (
            <MenuItem icon={<UserX size={16} aria-hidden />} onSelect={() => setAct("suspend")}>
              {t("people.suspend")}
            </MenuItem>
          )}
          {canAct && suspension && (
            <MenuItem icon={<UserCheck size={16} aria-hidden />} onSelect={() => setAct("lift")}>
              {t("people.lift")}
            </MenuItem>
          )}
          {roles.length > 0 && (
            <MenuItem icon={<Shield size={16} aria-hidden />} onSelect={() => setAct("role")}>
              {t(isSelf ? "people.stepDown" : "people.giveRole")}
            </MenuItem>
          )}
          {canEnd && (
            <MenuItem danger icon={<Trash2 size={16} aria-hidden />} onSelect={() => setAct("end")}>
              {t("people.end")}
            </MenuItem>
          )}
        </Menu>
      )}
      {act === "suspend" && <SuspendDialog userId={user.id} name={name} onClose={close} />}
      {act === "lift" && <LiftDialog userId={user.id} name={name} onClose={close} />}
      {act === "role" && (
        <RoleDialog userId={user.id} name={name} role={role} roles={roles} onClose={close} />
      )}
      {act === "end" && <EndDialog user={user} name={name} onClose={close} />}
    </li>
  );
}
