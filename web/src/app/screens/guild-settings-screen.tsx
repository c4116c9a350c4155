/** What is changed of a guild, as far as one may. */
import { linkOptions, Navigate, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Ban, ScrollText, Shield, ShieldAlert, SlidersHorizontal, Ticket } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { onDemand } from "@/binding/on-demand.tsx";
import { useOwnGuild } from "@/binding/use-guild.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import {
  BAN_MEMBERS,
  MANAGE_GUILD,
  MANAGE_ROLES,
  permissionsOf,
  VIEW_AUDIT_LOG,
} from "@/engine/guilds/permissions.ts";
import { AuditLogPage } from "@/features/audit/components/audit-log.tsx";
import { DeleteGuild } from "@/features/guilds/components/delete-guild.tsx";
import { GuildForm } from "@/features/guilds/components/guild-form.tsx";
import { IconForm } from "@/features/guilds/components/icon-form.tsx";
import { InviteList } from "@/features/invites/components/invite-list.tsx";
import { BanList } from "@/features/moderation/components/ban-list.tsx";
import { useIsNarrow } from "@/ui/use-media.ts";
import "../i18n/add-moderation.ts";
import { RolesPage } from "./roles-page.tsx";
import { SettingsFrame, type SettingsPage } from "./settings-frame.tsx";
import { SettingsMissing } from "./settings-missing.tsx";

const RulesPage = onDemand(async () => {
  await import("../i18n/add-rules.ts");
  return (await import("@/features/rules/components/rules-page.tsx")).RulesPage;
});

export function GuildSettingsScreen() {
  const { guildId = "" } = useParams({ strict: false });
  const { seenAs } = useSession();
  const guild = useOwnGuild(guildId);
  // Whoever changes something sees it as it is.
  useEffect(() => seenAs.setState({ as: null }), [seenAs]);
  return guild ? <Settings guild={guild} /> : <SettingsMissing guildId={guildId} />;
}

function Settings({ guild }: { guild: GuildState }) {
  const { t } = useTranslation();
  const { user } = useSession();
  const { page: id } = useParams({ strict: false });
  const isNarrow = useIsNarrow();
  const may = permissionsOf(guild, user.id);
  const page = (pageId: string, rest: Omit<SettingsPage, "id" | "link">): SettingsPage => ({
    id: pageId,
    link: linkOptions({ to: "/guilds/$guildId/$page", params: { guildId: guild.id, page: pageId } }),
    ...rest,
  });
  const overview = page("overview", {
    label: t("settings.overview"),
    icon: <SlidersHorizontal size={18} aria-hidden />,
  });
  const roles = page("roles", {
    label: t("settings.roles"),
    lead: t("roles.lead"),
    icon: <Shield size={18} aria-hidden />,
  });
  const invites = page("invites", {
    label: t("settings.invites"),
    lead: t("inviteList.lead"),
    icon: <Ticket size={18} aria-hidden />,
  });
  const bans = page("bans", {
    label: t("settings.bans"),
    lead: t("bans.lead"),
    icon: <Ban size={18} aria-hidden />,
  });
  const rules = page("rules", {
    label: t("settings.rules"),
    lead: t("settings.rulesLead"),
    icon: <ShieldAlert size={18} aria-hidden />,
  });
  const audit = page("audit-log", {
    label: t("audit.title"),
    lead: t("audit.lead"),
    icon: <ScrollText size={18} aria-hidden />,
  });
  const pages = [
    ...(may & MANAGE_GUILD ? [overview] : []),
    ...(may & MANAGE_ROLES ? [roles] : []),
    ...(may & MANAGE_GUILD ? [invites] : []),
    ...(may & BAN_MEMBERS ? [bans] : []),
    ...(may & MANAGE_GUILD ? [rules] : []),
    ...(may & VIEW_AUDIT_LOG ? [audit] : []),
  ];
  const [first] = pages;
  if (!first) return <SettingsMissing guildId={guild.id} />;
  if (id === undefined && !isNarrow) return <Navigate {...first.link} replace />;
  const current = pages.find((known) => known.id === id) ?? null;
  return (
    <SettingsFrame
      title={guild.name}
      groups={[{ title: t("guildSettings.title"), pages }]}
      current={current}
      index={linkOptions({ to: "/guilds/$guildId", params: { guildId: guild.id } })}
    >
      <Page id={current?.id} guild={guild} />
    </SettingsFrame>
  );
}

function Page({ id, guild }: { id: string | undefined; guild: GuildState }) {
  const navigate = useNavigate();
  const { user } = useSession();
  const { role } = useSearch({ strict: false });
  switch (id) {
    case "overview":
      return (
        <>
          <IconForm guild={guild} />
          <GuildForm key={guild.id} guild={guild} />
          {guild.ownerId === user.id && (
            <DeleteGuild guild={guild} onDeleted={() => void navigate({ to: "/", replace: true })} />
          )}
        </>
      );
    case "roles":
      return <RolesPage guild={guild} roleId={role} />;
    case "invites":
      return <InviteList scope={{ guildId: guild.id }} />;
    case "bans":
      return <BanList guildId={guild.id} />;
    case "rules":
      return <RulesPage guild={guild} />;
    case "audit-log":
      return <AuditLogPage guild={guild} />;
    default:
      return null;
  }
}
