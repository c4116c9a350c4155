/** Roles and channels for which a rule does not hold. */
import { useTranslation } from "react-i18next";
import { arrangeRoles } from "@/engine/guilds/arrange.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { holdsMessages } from "@/engine/wire.ts";
import type { RuleDraft } from "../api.ts";
import { PickField } from "./pick-field.tsx";

interface ExemptFieldsProps {
  guild: GuildState;
  draft: RuleDraft;
  /** By field. */
  wrong: Readonly<Record<string, string>>;
  onChange(part: Partial<RuleDraft>): void;
}

export function ExemptFields({ guild, draft, wrong, onChange }: ExemptFieldsProps) {
  const { t } = useTranslation();
  const channels = Object.values(guild.channels).filter(holdsMessages);
  return (
    <>
      <PickField
        label={t("rules.exemptRoles")}
        hint={t("rules.exemptRolesHint")}
        choices={arrangeRoles(guild).filter(({ id }) => id !== guild.id)}
        picked={draft.exempt_roles}
        error={wrong.exempt_roles}
        onChange={(exempt_roles) => onChange({ exempt_roles })}
      />
      <PickField
        label={t("rules.exemptChannels")}
        hint={t("rules.exemptChannelsHint")}
        choices={channels.map(({ id, name }) => ({ id, name: `#${name ?? id}` }))}
        picked={draft.exempt_channels}
        error={wrong.exempt_channels}
        onChange={(exempt_channels) => onChange({ exempt_channels })}
      />
    </>
  );
}
