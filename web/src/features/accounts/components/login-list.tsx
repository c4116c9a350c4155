/** Every place where the user is logged in; each but this one can be ended. */
import { MonitorSmartphone } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/binding/use-error-text.ts";
import { Button } from "@/ui/button.tsx";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { momentName } from "@/ui/time.ts";
import { useKeptPlace } from "@/ui/use-kept-place.ts";
import { readAgent } from "../agent.ts";
import type { LoginEntry } from "../api.ts";
import { useEndLogin, useLogins } from "../hooks/use-logins.ts";

export function LoginList() {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const logins = useLogins();
  const place = useKeptPlace<HTMLUListElement>();
  if (logins.isPending) return <LineSkeletons label={t("common.loading")} count={4} />;
  if (logins.isError) {
    return (
      <StatePanel urgent isPart title={t("logins.failed")}>
        <p>{errorText(logins.error)}</p>
        <Button onClick={() => void logins.refetch()}>{t("common.tryAgain")}</Button>
      </StatePanel>
    );
  }
  const sorted = [...logins.data].sort(
    (a, b) => Number(b.current) - Number(a.current) || b.last_seen_at.localeCompare(a.last_seen_at),
  );
  return (
    <div className="grid gap-3">
      <ul ref={place} tabIndex={-1} aria-label={t("logins.list")} className="grid gap-2 outline-none">
        {sorted.map((login) => (
          <LoginRow key={login.id} login={login} />
        ))}
      </ul>
      {sorted.length === 1 && <p className="text-small text-ink-3">{t("logins.alone")}</p>}
    </div>
  );
}

function LoginRow({ login }: { login: LoginEntry }) {
  const { t } = useTranslation();
  const end = useEndLogin();
  const agent = readAgent(login.agent);
  const name = agent
    ? agent.system
      ? t("logins.agent", { browser: agent.browser, system: agent.system })
      : agent.browser
    : t("logins.unknownAgent");
  return (
    <li className="flex flex-wrap items-center gap-3 rounded-medium border border-line p-3">
      <MonitorSmartphone size={20} aria-hidden className="shrink-0 text-ink-3" />
      <div className="min-w-40 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 font-semibold" title={login.agent}>
          <span className="break-words">{name}</span>
          {login.current && <span className="text-tiny font-semibold text-good">{t("logins.current")}</span>}
        </p>
        <p className="text-small text-ink-2">
          <span className="font-mono">{login.address}</span> ·{" "}
          {t("logins.lastSeen", { time: momentName(Date.parse(login.last_seen_at)) })}
        </p>
        <p className="text-tiny text-ink-3">
          {t("logins.since", { time: momentName(Date.parse(login.created_at)) })}
        </p>
      </div>
      {!login.current && (
        <Button
          look="quiet"
          busy={end.isPending}
          onClick={() => end.mutate(login.id)}
          aria-label={t("logins.endNamed", { agent: name })}
        >
          {t("logins.end")}
        </Button>
      )}
    </li>
  );
}
