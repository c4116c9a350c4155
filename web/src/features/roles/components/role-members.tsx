/** Who has a role: tick to give it, untick to take it. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { showMember } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { Role } from "@/engine/wire.ts";
import { SwitchField } from "@/ui/switch-field.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { listHolders } from "../holders.ts";
import { useSetRole } from "../hooks/use-set-role.ts";

export function RoleMembers({ guild, role }: { guild: GuildState; role: Role }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const set = useSetRole(guild.id);
  const { members, left } = listHolders(guild, role.id, typed);
  return (
    <section aria-label={t("roles.members")} className="grid gap-3">
      <h2 className="font-semibold">{t("roles.members")}</h2>
      <TextField
        label={t("roles.findMember")}
        type="search"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        autoComplete="off"
        className="max-w-md"
      />
      <ul className="divide-y divide-line">
        {members.map((member) => (
          <li key={member.user.id}>
            <SwitchField
              label={showMember(guild, member).name}
              hint={member.user.username}
              checked={member.roles.includes(role.id)}
              onChange={(has) => set.mutate({ userId: member.user.id, roleId: role.id, has })}
            />
          </li>
        ))}
      </ul>
      {members.length === 0 && <p className="text-ink-2">{t("roles.nobody")}</p>}
      {left > 0 && <p className="text-small text-ink-3">{t("roles.more", { count: left })}</p>}
    </section>
  );
}
