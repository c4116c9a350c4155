/** What is changed of a guild, as far as one may. */
import { linkOptions, Navigate, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import { onDemand } from "@/binding/on-demand.tsx";
import { useOwnGuild } from "@/binding/use-guild.ts";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import { AuditLogPage } from "@/features/audit/components/audit-log.tsx";
import { DeleteGuild } from "@/features/guilds/components/delete-guild.tsx";
import { GuildForm } from "@/features/guilds/components/guild-form.tsx";
import { IconForm } from "@/features/guilds/components/icon-form.tsx";
import { InviteList } from "@/features/invites/components/invite-list.tsx";
import { BanList } from "@/features/moderation/components/ban-list.tsx";
import { useIsNarrow } from "@/ui/use-media.ts";
import "../i18n/add-moderation.ts";
import { useGuildPages } from "./guild-pages.tsx";
import { RolesPage } from "./roles-page.tsx";
import { SettingsFrame } from "./settings-frame.tsx";
import { SettingsMissing } from "./settings-missing.tsx";

const BrakesPage = onDemand(async () => {
  await import("../i18n/add-brakes.ts");
  return (await import("@/features/brakes/components/brakes-page.tsx")).BrakesPage;
});
const ReportList = onDemand(async () => {
  await import("../i18n/add-reports.ts");
  return (await import("@/features/moderation/components/report-list.tsx")).ReportList;
});
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
  const { page: id } = useParams({ strict: false });
  const isNarrow = useIsNarrow();
  const pages = useGuildPages(guild);
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
    case "reports":
      return <ReportList guild={guild} />;
    case "brakes":
      return <BrakesPage guildId={guild.id} />;
    case "rules":
      return <RulesPage guild={guild} />;
    case "audit-log":
      return <AuditLogPage guild={guild} />;
    default:
      return null;
  }
}
