/** What a person changes of themselves and of this app. */
import { linkOptions, Navigate, useParams } from "@tanstack/react-router";
import {
  Bell,
  ChartLine,
  EyeOff,
  Keyboard,
  KeyRound,
  Mic,
  MonitorSmartphone,
  Palette,
  ScrollText,
  Server,
  ShieldCheck,
  UserRound,
  Users,
} from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useInstanceRole } from "@/features/administration/hooks/use-instance.ts";
import { administers, seesUsers } from "@/features/administration/ranks.ts";
import { StatePanel } from "@/ui/state-panel.tsx";
import { useIsNarrow } from "@/ui/use-media.ts";
import { SettingsFrame, type SettingsPage } from "./settings-frame.tsx";
import { type PageId, SettingsPageBody } from "./settings-page.tsx";

const ICONS: Record<PageId, ReactNode> = {
  profile: <UserRound size={18} aria-hidden />,
  password: <KeyRound size={18} aria-hidden />,
  twoStep: <ShieldCheck size={18} aria-hidden />,
  logins: <MonitorSmartphone size={18} aria-hidden />,
  privacy: <EyeOff size={18} aria-hidden />,
  appearance: <Palette size={18} aria-hidden />,
  notifications: <Bell size={18} aria-hidden />,
  voice: <Mic size={18} aria-hidden />,
  shortcuts: <Keyboard size={18} aria-hidden />,
  server: <Server size={18} aria-hidden />,
  people: <Users size={18} aria-hidden />,
  statistics: <ChartLine size={18} aria-hidden />,
  serverLog: <ScrollText size={18} aria-hidden />,
};

export function SettingsScreen() {
  const { t } = useTranslation();
  const { page: id } = useParams({ strict: false });
  const isNarrow = useIsNarrow();
  const role = useInstanceRole();
  const page = (pageId: PageId): SettingsPage => ({
    id: pageId,
    label: t(`settings.${pageId}`),
    lead: t(`${pageId}.lead`),
    icon: ICONS[pageId],
    link: linkOptions({ to: "/settings/$page", params: { page: pageId } }),
  });
  const groups = [
    {
      title: t("settings.account"),
      pages: [page("profile"), page("password"), page("twoStep"), page("logins"), page("privacy")],
    },
    {
      title: t("settings.app"),
      pages: [page("appearance"), page("notifications"), page("voice"), page("shortcuts")],
    },
    ...(seesUsers(role)
      ? [
          {
            title: t("settings.instance"),
            pages: administers(role)
              ? [page("server"), page("people"), page("statistics"), page("serverLog")]
              : [page("people")],
          },
        ]
      : []),
  ];
  const current = groups.flatMap(({ pages }) => pages).find((known) => known.id === id) ?? null;
  if (id === undefined && !isNarrow) {
    return <Navigate to="/settings/$page" params={{ page: "profile" }} replace />;
  }
  return (
    <SettingsFrame
      title={t("settings.title")}
      groups={groups}
      current={current}
      index={linkOptions({ to: "/settings" })}
    >
      {current ? <SettingsPageBody id={current.id as PageId} /> : <NoPage />}
    </SettingsFrame>
  );
}

function NoPage() {
  const { t } = useTranslation();
  return (
    <StatePanel title={t("settings.gone")}>
      <p>{t("settings.goneHint")}</p>
    </StatePanel>
  );
}
