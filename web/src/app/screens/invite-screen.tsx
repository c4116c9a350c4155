/** An invite link: shows where it leads, then register, log in, or join. */
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { TicketX } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/binding/use-error-text.ts";
import { displayName } from "@/engine/guilds/arrange.ts";
import { isTransient } from "@/engine/rest/error.ts";
import { holdsMessages, type Invite, type User } from "@/engine/wire.ts";
import { RegisterForm } from "@/features/accounts/components/register-form.tsx";
import { InviteCard } from "@/features/invites/components/invite-card.tsx";
import { JoinButton } from "@/features/invites/components/join-button.tsx";
import { useInvite } from "@/features/invites/hooks/use-invite.ts";
import { Button } from "@/ui/button.tsx";
import { Wordmark } from "@/ui/entry-card.tsx";
import { LoadingPanel, StatePanel } from "@/ui/state-panel.tsx";
import { useLoginState } from "./use-login-state.ts";
import { WaitingScreen } from "./waiting-screen.tsx";

export function InviteScreen() {
  const { t } = useTranslation();
  const { code } = useParams({ from: "/invite/$code" });
  const login = useLoginState();
  const invite = useInvite(code);
  const navigate = useNavigate();
  // To the channel that one was invited to: on a telephone the guild's own address shows a list.
  const enter = () => {
    const { guild, channel } = invite.data ?? {};
    if (!guild) return;
    const to = channel && holdsMessages(channel) ? "/channels/$guildId/$channelId" : "/channels/$guildId";
    void navigate({ to, params: { guildId: guild.id, channelId: channel?.id ?? "" }, replace: true });
  };

  if (login.phase === "unclaimed" || login.phase === "unknown") return <WaitingScreen login={login} />;
  if (invite.isPending) {
    return (
      <main className="flex h-full">
        <LoadingPanel title={t("invite.checking")} />
      </main>
    );
  }
  if (invite.isError) return <BadInvite error={invite.error} onRetry={() => void invite.refetch()} />;
  return (
    <main className="grid h-full overflow-auto bg-rail p-4">
      <div className="m-auto grid w-full max-w-sm gap-5">
        <Wordmark />
        <section className="grid gap-5 rounded-large border border-line bg-panel p-6">
          <InviteCard invite={invite.data} />
          {login.phase === "signed-in" ? (
            <MemberPart invite={invite.data} user={login.user} onJoined={enter} />
          ) : (
            <GuestPart invite={invite.data} onRegistered={enter} />
          )}
        </section>
      </div>
    </main>
  );
}

function MemberPart({ invite, user, onJoined }: { invite: Invite; user: User; onJoined(): void }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="text-ink-2">{t("invite.joinAs", { name: displayName(user) })}</p>
      <JoinButton invite={invite} onJoined={onJoined} />
    </>
  );
}

function GuestPart({ invite, onRegistered }: { invite: Invite; onRegistered(): void }) {
  const { t } = useTranslation();
  return (
    <>
      <RegisterForm invite={invite.code} submitLabel={t("invite.register")} onRegistered={onRegistered} />
      <Link
        to="/login"
        search={{ next: `/invite/${invite.code}` }}
        className="text-center text-small font-semibold text-link hover:underline"
      >
        {t("invite.login")}
      </Link>
    </>
  );
}

function BadInvite({ error, onRetry }: { error: unknown; onRetry(): void }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  return (
    <main className="flex h-full">
      <StatePanel urgent icon={<TicketX size={32} aria-hidden />} title={t("invite.failed")}>
        <p>{errorText(error)}</p>
        {isTransient(error) && <Button onClick={onRetry}>{t("common.tryAgain")}</Button>}
        <Link to="/" className="font-semibold text-link hover:underline">
          {t("invite.toStart")}
        </Link>
      </StatePanel>
    </main>
  );
}
