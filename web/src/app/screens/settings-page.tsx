/** What stands on each page of the settings; those that few open come when they are opened. */
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

const NotificationsPage = onDemand(async () => {
  await import("../i18n/add-notifications.ts");
  return (await import("@/features/notifications/components/notifications-page.tsx")).NotificationsPage;
});

const TwoStepPage = onDemand(async () => {
  await import("../i18n/add-two-step.ts");
  return (await import("@/features/accounts/components/two-step/two-step-page.tsx")).TwoStepPage;
});

const VoicePage = onDemand(async () => {
  await import("../i18n/add-voice.ts");
  return (await import("@/features/voice/components/voice-page.tsx")).VoicePage;
});

const ServerSettings = onDemand(async () => {
  await import("../i18n/add-administration.ts");
  return (await import("@/features/administration/components/server-settings.tsx")).ServerSettings;
});

const People = onDemand(async () => {
  await import("../i18n/add-administration.ts");
  return (await import("@/features/administration/components/people.tsx")).People;
});

const ServerLog = onDemand(async () => {
  await import("../i18n/add-administration.ts");
  return (await import("@/features/administration/components/server-log.tsx")).ServerLog;
});

const StatisticsPage = onDemand(async () => {
  await import("../i18n/add-administration.ts");
  return (await import("@/features/administration/components/statistics/statistics-page.tsx")).StatisticsPage;
});

export type PageId =
  | "profile"
  | "password"
  | "twoStep"
  | "logins"
  | "privacy"
  | "appearance"
  | "notifications"
  | "voice"
  | "shortcuts"
  | "server"
  | "people"
  | "statistics"
  | "serverLog";

export function SettingsPageBody({ id }: { id: PageId }) {
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
    case "twoStep":
      return <TwoStepPage />;
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
    case "server":
      return <ServerSettings />;
    case "people":
      return <People />;
    case "statistics":
      return <StatisticsPage />;
    case "serverLog":
      return <ServerLog />;
    default:
      return id satisfies never;
  }
}
