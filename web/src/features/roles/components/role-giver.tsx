/** The roles that one may give a member, each on or off. */
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { arrangeRoles } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { mayChangeRole } from "@/engine/guilds/permissions.ts";
import type { Member } from "@/engine/wire.ts";
import { SwitchField } from "@/ui/switch-field.tsx";
import { useSetRole } from "../hooks/use-set-role.ts";

export function RoleGiver({ guild, member }: { guild: GuildState; member: Member }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const set = useSetRole(guild.id);
  const roles = arrangeRoles(guild).filter((role) => mayChangeRole(guild, user.id, role));
  if (roles.length === 0) return null;
  return (
    <section aria-label={t("roles.give")}>
      <h3 className="text-small font-semibold text-ink-2">{t("roles.give")}</h3>
      <div className="divide-y divide-line">
        {roles.map((role) => (
          <SwitchField
            key={role.id}
            label={role.name}
            checked={member.roles.includes(role.id)}
            onChange={(has) => set.mutate({ userId: member.user.id, roleId: role.id, has })}
          />
        ))}
      </div>
    </section>
  );
}
