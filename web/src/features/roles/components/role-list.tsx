/** The roles of a guild, the highest first, and making a new one. */
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { arrangeRoles } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { createRole } from "../api.ts";
import { countHolders } from "../holders.ts";
import { RoleRow } from "./role-row.tsx";

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
  const ids = roles.map(({ id }) => id);
  const counts = countHolders(guild);
  return (
    <div className="grid gap-4">
      <Button busy={create.isPending} onClick={() => create.mutate()} className="justify-self-start">
        <Plus size={18} aria-hidden />
        {t("roles.create")}
      </Button>
      <ul aria-label={t("settings.roles")} className="divide-y divide-line rounded-medium border border-line">
        {roles.map((role) => (
          <RoleRow
            key={role.id}
            guild={guild}
            role={role}
            order={ids}
            holders={counts.get(role.id) ?? 0}
            onOpen={() => onOpen(role.id)}
          />
        ))}
        {everyone && (
          <RoleRow
            guild={guild}
            role={{ ...everyone, name: t("roles.everyone") }}
            order={[]}
            holders={guild.memberCount}
            onOpen={() => onOpen(guild.id)}
          />
        )}
      </ul>
    </div>
  );
}
