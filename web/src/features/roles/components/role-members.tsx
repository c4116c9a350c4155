/** Who has a role: tick to give it, untick to take it. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/binding/use-error-text.ts";
import { useAllMembers, useMembersNamed } from "@/binding/use-members.ts";
import { showMember } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import type { Role } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { SwitchField } from "@/ui/switch-field.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { listHolders } from "../holders.ts";
import { useSetRole } from "../hooks/use-set-role.ts";

export function RoleMembers({ guild, role }: { guild: GuildState; role: Role }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const [typed, setTyped] = useState("");
  const set = useSetRole(guild.id);
  const all = useAllMembers(guild);
  const named = useMembersNamed(guild, typed);
  const failed = [all, named].find(({ isError }) => isError);
  const isLoading = all.isLoading || named.isLoading;
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
      {isLoading && <LineSkeletons label={t("common.loading")} count={3} />}
      {failed && (
        <div role="alert" className="flex flex-wrap items-center gap-3 text-small text-ink-2">
          {errorText(failed.error)}
          <Button look="quiet" onClick={() => void failed.refetch()}>
            {t("common.tryAgain")}
          </Button>
        </div>
      )}
      {members.length === 0 && !isLoading && !failed && <p className="text-ink-2">{t("roles.nobody")}</p>}
      {left > 0 && <p className="text-small text-ink-3">{t("roles.more", { count: left })}</p>}
    </section>
  );
}
