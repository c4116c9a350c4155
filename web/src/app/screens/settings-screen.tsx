/** What a person changes of themselves and of this app. */
import { linkOptions, Navigate, useParams } from "@tanstack/react-router";
import { Bell, EyeOff, Keyboard, KeyRound, Mic, MonitorSmartphone, Palette, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { onDemand } from "@/binding/on-demand.tsx";
import { AboutForm } from "@/features/accounts/components/about-form.tsx";
import { AvatarForm } from "@/features/accounts/components/avatar-form.tsx";
import { EndAccount } from "@/features/accounts/components/end-account.tsx";
import { LoginList } from "@/features/accounts/components/login-list.tsx";
import { PasswordForm } from "@/features/accounts/components/password-form.tsx";
import { ProfileForm } from "@/features/accounts/components/profile-form.tsx";
import { RenameForm } from "@/features/accounts/components/rename-form.tsx";
import { AppearanceForm } from "@/features/appearance/components/appearance-form.tsx";
import { PrivacySwitch } from "@/features/presence/components/privacy-switch.tsx";
import { ShortcutList } from "@/features/shortcuts/components/shortcut-list.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { useIsNarrow } from "@/ui/use-media.ts";
import { SettingsFrame, type SettingsPage } from "./settings-frame.tsx";

const NotificationsPage = onDemand(async () => {
  await import("../i18n/add-notifications.ts");
  return (await import("@/features/notifications/components/notifications-page.tsx")).NotificationsPage;
});

const VoicePage = onDemand(async () => {
  await import("../i18n/add-voice.ts");
  return (await import("@/features/voice/components/voice-page.tsx")).VoicePage;
});

type PageId =
  | "profile"
  | "password"
  | "logins"
  | "privacy"
  | "appearance"
  | "notifications"
  | "voice"
  | "shortcuts";

const ICONS: Record<PageId, ReactNode> = {
  profile: <UserRound size={18} aria-hidden />,
  password: <KeyRound size={18} aria-hidden />,
  logins: <MonitorSmartphone size={18} aria-hidden />,
  privacy: <EyeOff size={18} aria-hidden />,
  appearance: <Palette size={18} aria-hidden />,
  notifications: <Bell size={18} aria-hidden />,
  voice: <Mic size={18} aria-hidden />,
  shortcuts: <Keyboard size={18} aria-hidden />,
};

export function SettingsScreen() {
  const { t } = useTranslation();
  const { page: id } = useParams({ strict: false });
  const isNarrow = useIsNarrow();
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
      pages: [page("profile"), page("password"), page("logins"), page("privacy")],
    },
    {
      title: t("settings.app"),
      pages: [page("appearance"), page("notifications"), page("voice"), page("shortcuts")],
    },
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
      {current ? <Page id={current.id as PageId} /> : <NoPage />}
    </SettingsFrame>
  );
}

function Page({ id }: { id: PageId }) {
  switch (id) {
    case "profile":
      return (
        <>
          <AvatarForm />
          <ProfileForm />
          <AboutForm />
          <hr className="border-line" />
          <RenameForm />
        </>
      );
    case "password":
      return (
        <>
          <PasswordForm />
          <EndAccount />
        </>
      );
    case "logins":
      return <LoginList />;
    case "privacy":
      return (
        <>
          <PrivacySwitch setting="receipts" />
          <PrivacySwitch setting="bot_messages" />
        </>
      );
    case "appearance":
      return <AppearanceForm />;
    case "notifications":
      return <NotificationsPage />;
    case "voice":
      return <VoicePage />;
    case "shortcuts":
      return <ShortcutList />;
    default:
      return id satisfies never;
  }
}

function NoPage() {
  const { t } = useTranslation();
  return (
    <StatePanel title={t("settings.gone")}>
      <p>{t("settings.goneHint")}</p>
    </StatePanel>
  );
}
