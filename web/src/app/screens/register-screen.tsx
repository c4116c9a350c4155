/** A new account, where the server takes people without an invite. */
import { Link, Navigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { RegisterForm } from "@/features/accounts/components/register-form.tsx";
import { EntryCard } from "@/ui/entry-card.tsx";
import { useLoginState } from "./use-login-state.ts";
import { WaitingScreen } from "./waiting-screen.tsx";

export function RegisterScreen() {
  const { t } = useTranslation();
  const login = useLoginState();
  if (login.phase === "signed-in") return <Navigate to="/" replace />;
  if (login.phase !== "signed-out") return <WaitingScreen login={login} />;
  const footer = (
    <>
      {t("register.haveAccount")}{" "}
      <Link to="/login" className="font-semibold text-link hover:underline">
        {t("register.login")}
      </Link>
    </>
  );
  return (
    <EntryCard title={t("register.title")} footer={footer}>
      <RegisterForm submitLabel={t("register.submit")} />
    </EntryCard>
  );
}
