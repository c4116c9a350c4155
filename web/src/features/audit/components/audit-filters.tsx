/** Whose acts are shown, and of which kind. Offered are those who may do something at all. */
import { useTranslation } from "react-i18next";
import { useAllMembers } from "@/binding/use-members.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { permissionsOf } from "@/engine/guilds/permissions.ts";
import { SelectField } from "@/ui/select-field.tsx";
import { ACT_NUMBERS, actName } from "../acts.ts";
import type { AuditFilter } from "../api.ts";

interface AuditFiltersProps {
  guild: GuildState;
  filter: AuditFilter;
  onChange(filter: AuditFilter): void;
}

export function AuditFilters({ guild, filter, onChange }: AuditFiltersProps) {
  const { t } = useTranslation();
  useAllMembers(guild);
  const everyone = BigInt(guild.roles[guild.id]?.permissions ?? 0);
  const able = Object.values(guild.members)
    .filter(({ user }) => (permissionsOf(guild, user.id) & ~everyone) !== 0n)
    .map(({ user, nick }) => ({ value: user.id, label: nick ?? user.global_name ?? user.username }))
    .sort((a, b) => a.label.localeCompare(b.label));
  const acts = ACT_NUMBERS.map((action) => ({
    value: String(action),
    label: t(`audit.act.${actName(action)}`),
  }));
  const set = (change: { [Key in keyof AuditFilter]: AuditFilter[Key] | undefined }) => {
    const { userId, action } = { ...filter, ...change };
    onChange({ ...(userId === undefined ? {} : { userId }), ...(action === undefined ? {} : { action }) });
  };
  return (
    <>
      <SelectField
        label={t("audit.who")}
        value={filter.userId ?? ""}
        choices={[{ value: "", label: t("audit.anybody") }, ...able]}
        onChange={({ target }) => set({ userId: target.value || undefined })}
      />
      <SelectField
        label={t("audit.what")}
        value={filter.action ?? ""}
        choices={[{ value: "", label: t("audit.anything") }, ...acts]}
        onChange={({ target }) => set({ action: target.value ? Number(target.value) : undefined })}
      />
    </>
  );
}
