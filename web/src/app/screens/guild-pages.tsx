/** The pages that there are about a guild, for whoever may change something there. */
import { linkOptions } from "@tanstack/react-router";
import {
  Ban,
  Flag,
  OctagonPause,
  ScrollText,
  Shield,
  ShieldAlert,
  SlidersHorizontal,
  Ticket,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSession } from "@/binding/engine-context.tsx";
import type { GuildState } from "@/engine/guilds/guilds.ts";
import {
  BAN_MEMBERS,
  MANAGE_GUILD,
  MANAGE_MESSAGES,
  MANAGE_ROLES,
  permissionsOf,
  VIEW_AUDIT_LOG,
} from "@/engine/guilds/permissions.ts";
import { useWaitingReports } from "@/features/moderation/hooks/use-reports.ts";
import type { SettingsPage } from "./settings-frame.tsx";

export function useGuildPages(guild: GuildState): SettingsPage[] {
  const { t } = useTranslation();
  const { user } = useSession();
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
  const isModerator = (may & (MANAGE_MESSAGES | MANAGE_GUILD)) !== 0n;
  const waiting = useWaitingReports(guild.id, isModerator) ?? 0;
  const reports = page("reports", {
    label: t("settings.reports"),
    lead: t("settings.reportsLead"),
    icon: <Flag size={18} aria-hidden />,
    count: waiting,
  });
  const brakes = page("brakes", {
    label: t("settings.brakes"),
    lead: t("settings.brakesLead"),
    icon: <OctagonPause size={18} aria-hidden />,
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
  return [
    ...(may & MANAGE_GUILD ? [overview] : []),
    ...(may & MANAGE_ROLES ? [roles] : []),
    ...(may & MANAGE_GUILD ? [invites] : []),
    ...(may & BAN_MEMBERS ? [bans] : []),
    ...(isModerator ? [reports] : []),
    ...(may & MANAGE_GUILD ? [rules, brakes] : []),
    ...(may & VIEW_AUDIT_LOG ? [audit] : []),
  ];
}
