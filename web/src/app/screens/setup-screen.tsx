/** The set-up link: whoever holds it becomes the owner. */
import { useNavigate } from "@tanstack/react-router";
import { KeyRound } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ClaimForm } from "@/features/accounts/components/claim-form.tsx";
import { EntryCard } from "@/ui/entry-card.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";

export function SetupScreen() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [token] = useState(readToken);
  // The token is taken out of the address bar, and so out of the history.
  useEffect(() => history.replaceState(history.state, "", "/setup"), []);

  if (token === "") {
    return (
      <main className="flex h-full">
        <StatePanel urgent icon={<KeyRound size={32} aria-hidden />} title={t("setup.noToken")}>
          <p>{t("setup.noTokenHint")}</p>
        </StatePanel>
      </main>
    );
  }
  return (
    <EntryCard title={t("setup.title")} lead={t("setup.lead")}>
      <ClaimForm
        token={token}
        onClaimed={(guildId) =>
          void navigate({ to: "/channels/$guildId", params: { guildId }, replace: true })
        }
      />
    </EntryCard>
  );
}

function readToken(): string {
  return new URLSearchParams(location.hash.slice(1)).get("token") ?? "";
}
