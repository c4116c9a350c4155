/** The exceptions of a channel, role by role. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { arrangeRoles } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { mayChangeRole } from "@/engine/guilds/permissions.ts";
import type { Channel, Id } from "@/engine/wire.ts";
import { SelectField } from "@/ui/select-field.tsx";
import { ExceptionForm } from "./exception-form.tsx";

export function ExceptionsPage({ guild, channel }: { guild: GuildState; channel: Channel }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const [roleId, setRoleId] = useState(guild.id);
  /** Roles that were looked at: what was changed and not saved in one outlasts a look at another. */
  const [opened, setOpened] = useState<readonly Id[]>([guild.id]);
  const open = (id: Id) => {
    setRoleId(id);
    setOpened((before) => (before.includes(id) ? before : [...before, id]));
  };
  const others = arrangeRoles(guild).filter((role) => mayChangeRole(guild, user.id, role));
  const choices = [
    { value: guild.id, label: t("roles.everyone") },
    ...others.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <>
      <div className="max-w-md">
        <SelectField
          label={t("exceptions.role")}
          choices={choices}
          value={roleId}
          onChange={(event) => open(event.target.value)}
        />
      </div>
      {opened.map((id) => (
        <div key={id} hidden={id !== roleId}>
          <ExceptionForm guild={guild} channel={channel} roleId={id} />
        </div>
      ))}
    </>
  );
}
