/** The roles of a guild, or the one that the address names. */
import { useNavigate } from "@tanstack/react-router";
import { ChevronLeft, Eye } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { mayChangeRole } from "@/engine/guilds/permissions.ts";
import type { Id } from "@/engine/wire.ts";
import { DeleteRole } from "@/features/roles/components/delete-role.tsx";
import { RoleForm } from "@/features/roles/components/role-form.tsx";
import { RoleList } from "@/features/roles/components/role-list.tsx";
import { RoleMembers } from "@/features/roles/components/role-members.tsx";
import { Button } from "@/ui/button.tsx";

interface RolesPageProps {
  guild: GuildState;
  /** Undefined: the list. */
  roleId: Id | undefined;
}

export function RolesPage({ guild, roleId }: RolesPageProps) {
  const { t } = useTranslation();
  const { user, seenAs } = useSession();
  const navigate = useNavigate();
  const params = { guildId: guild.id, page: "roles" };
  const open = (id?: Id) =>
    void navigate({
      to: "/guilds/$guildId/$page",
      params,
      search: id === undefined ? {} : { role: id },
      replace: true,
    });
  const lookAs = (id: Id) => {
    void navigate({ to: "/channels/$guildId", params: { guildId: guild.id } }).then(() =>
      seenAs.setState({ as: { guildId: guild.id, roleId: id } }),
    );
  };
  const role = roleId === undefined ? undefined : guild.roles[roleId];
  if (!role || !mayChangeRole(guild, user.id, role)) return <RoleList guild={guild} onOpen={open} />;
  const isEveryone = role.id === guild.id;
  return (
    <>
      <div className="flex items-center gap-2">
        <Button look="quiet" onClick={() => open()}>
          <ChevronLeft size={16} aria-hidden />
          {t("roles.all")}
        </Button>
        <h2 className="min-w-0 flex-1 truncate font-semibold">
          {isEveryone ? t("roles.everyone") : role.name}
        </h2>
      </div>
      <Button look="quiet" onClick={() => lookAs(role.id)} className="justify-self-start">
        <Eye size={16} aria-hidden />
        {t("roles.seeAs")}
      </Button>
      <RoleForm key={role.id} guild={guild} role={role} />
      {!isEveryone && (
        <>
          <RoleMembers guild={guild} role={role} />
          <DeleteRole guildId={guild.id} role={role} onDeleted={() => open()} />
        </>
      )}
    </>
  );
}
