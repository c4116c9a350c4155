/** Name and password, then back to where one wanted to go. */
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useFarewell } from "@/binding/farewell.ts";
import { useSuspensionText } from "@/binding/use-error-text.ts";
import { LoginForm } from "@/features/accounts/components/login-form.tsx";
import { EntryCard } from "@/ui/entry-card.tsx";
import { useLoginState } from "./use-login-state.ts";
import { WaitingScreen } from "./waiting-screen.tsx";

export function LoginScreen() {
  const { t } = useTranslation();
  const login = useLoginState();
  const { isLogoutUnheard } = useEngine().login;
  const suspensionText = useSuspensionText();
  const farewell = useFarewell(({ text }) => text);
  const navigate = useNavigate();
  const { next } = useSearch({ from: "/login" });
  const isSignedIn = login.phase === "signed-in";
  useEffect(() => {
    if (!isSignedIn) return;
    void navigate({ to: ownPath(next), replace: true });
  }, [isSignedIn, navigate, next]);

  if (login.phase !== "signed-out") return <WaitingScreen login={login} />;
  const ended = login.isEnded ? t("login.ended") : null;
  const suspended = login.suspension ? suspensionText(login.suspension) : null;
  const said = isLogoutUnheard() ? t("login.unheard") : (farewell ?? suspended ?? ended);
  const footer = (
    <>
      {t("login.noAccount")}{" "}
      <Link to="/register" className="font-semibold text-link hover:underline">
        {t("login.register")}
      </Link>
    </>
  );
  return (
    <EntryCard title={t("login.title")} footer={footer}>
      {said && (
        <p role="status" className="rounded-medium bg-raised px-4 py-3 text-small text-ink-2">
          {said}
        </p>
      )}
      <LoginForm />
    </EntryCard>
  );
}

/** Only paths of this origin: a link must not send a fresh login elsewhere. */
function ownPath(next: string | undefined): string {
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}
