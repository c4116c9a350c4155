/** The roles of a guild, the highest first, and making a new one. */
import { ArrowDown, ArrowUp, ChevronRight, Plus, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { arrangeRoles } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { mayChangeRole } from "@/engine/guilds/permissions.ts";
import type { Id, Role } from "@/engine/wire.ts";
import { Button, IconButton } from "@/ui/button.tsx";
import { roleInk } from "@/ui/identity.ts";
import { createRole, placeRole } from "../api.ts";
import { countHolders } from "../holders.ts";

interface RoleListProps {
  guild: GuildState;
  onOpen(roleId: Id): void;
}

export function RoleList({ guild, onOpen }: RoleListProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const create = useAction({
    run: () => createRole(rest, guild.id, { name: t("roles.newName") }),
    done: null,
    after: (role) => onOpen(role.id),
  });
  const roles = arrangeRoles(guild);
  const everyone = guild.roles[guild.id];
  const counts = countHolders(guild);
  return (
    <div className="grid gap-4">
      <Button busy={create.isPending} onClick={() => create.mutate()} className="justify-self-start">
        <Plus size={18} aria-hidden />
        {t("roles.create")}
      </Button>
      <ul aria-label={t("settings.roles")} className="divide-y divide-line rounded-medium border border-line">
        {roles.map((role, index) => (
          <RoleRow
            key={role.id}
            guild={guild}
            role={role}
            above={roles[index - 1]}
            below={roles[index + 1]}
            holders={counts.get(role.id) ?? 0}
            onOpen={() => onOpen(role.id)}
          />
        ))}
        {everyone && (
          <RoleRow
            guild={guild}
            role={{ ...everyone, name: t("roles.everyone") }}
            holders={guild.memberCount}
            onOpen={() => onOpen(guild.id)}
          />
        )}
      </ul>
    </div>
  );
}

interface RoleRowProps {
  guild: GuildState;
  role: Role;
  above?: Role | undefined;
  below?: Role | undefined;
  holders: number;
  onOpen(): void;
}

function RoleRow({ guild, role, above, below, holders, onOpen }: RoleRowProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const { user } = useSession();
  const place = useAction({
    run: (position: number) => placeRole(rest, guild.id, role.id, position),
    done: null,
  });
  const mayChange = (other?: Role) => other !== undefined && mayChangeRole(guild, user.id, other);
  const isMine = mayChange(role);
  return (
    <li className="flex items-center pr-1">
      <button
        type="button"
        disabled={!isMine}
        onClick={onOpen}
        className="flex min-h-12 min-w-0 flex-1 items-center gap-3 rounded-small px-3 text-left enabled:hover:bg-raised disabled:text-ink-3"
      >
        <span
          aria-hidden
          className="size-3 shrink-0 rounded-full"
          style={{ background: roleInk(role.color) ?? "var(--ink-3)" }}
        />
        <span className="min-w-0 flex-1 truncate font-semibold">{role.name}</span>
        <span className="flex items-center gap-1.5 text-small text-ink-3">
          <Users size={14} aria-hidden />
          {holders}
          <span className="sr-only">{t("roles.holders", { count: holders })}</span>
        </span>
        {isMine && <ChevronRight size={16} aria-hidden className="text-ink-3" />}
      </button>
      {isMine && above && mayChange(above) && (
        <IconButton
          label={t("roles.up", { role: role.name })}
          disabled={place.isPending}
          onClick={() => place.mutate(above.position)}
        >
          <ArrowUp size={16} aria-hidden />
        </IconButton>
      )}
      {isMine && below && mayChange(below) && (
        <IconButton
          label={t("roles.down", { role: role.name })}
          disabled={place.isPending}
          onClick={() => place.mutate(below.position)}
        >
          <ArrowDown size={16} aria-hidden />
        </IconButton>
      )}
    </li>
  );
}
