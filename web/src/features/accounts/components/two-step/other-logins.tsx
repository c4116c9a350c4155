/** The logins that were made by the password alone, and stay: whom one does not know is ended among them. */
import { useTranslation } from "react-i18next";
import { readAgent } from "../../agent.ts";
import type { LoginEntry } from "../../api.ts";

export function OtherLogins({ logins }: { logins: readonly LoginEntry[] }) {
  const { t } = useTranslation();
  if (logins.length === 0) return null;
  const nameOf = ({ agent }: LoginEntry) => readAgent(agent)?.browser ?? t("logins.unknownAgent");
  return (
    <section aria-label={t("twoStep.others")} className="grid gap-1 text-small">
      <h3 className="font-semibold">{t("twoStep.others")}</h3>
      <p className="text-ink-2">{t("twoStep.othersHint")}</p>
      <ul className="list-disc pl-5 text-ink-2">
        {logins.map((login) => (
          <li key={login.id} className="wrap-anywhere">
            {nameOf(login)} · <span className="font-mono">{login.address}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
