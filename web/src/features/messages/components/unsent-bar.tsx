/** What was written long ago and never went out, as on a laptop that was closed: asked about, once. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useFromStore, useSession } from "@/binding/engine-context.tsx";
import { isStale } from "@/engine/outbox/outbox.ts";

export function UnsentBar() {
  const { t } = useTranslation();
  const { clock } = useEngine().ports;
  const { outbox, connection } = useSession();
  const isOnline = useFromStore(connection.store, ({ status }) => status === "online");
  const entries = useFromStore(outbox.store, (state) => state.entries);
  const [isAnswered, setAnswered] = useState(false);
  const stale = entries.filter((entry) => entry.refusal === null && isStale(entry, clock.now()));
  if (!isOnline || isAnswered || stale.length === 0) return null;
  const action = "min-h-9 rounded-small px-2 font-semibold text-link hover:underline";
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 bg-accent-soft px-4 py-1 text-small">
      <p className="min-w-0 flex-1">{t("unsent.ask", { count: stale.length })}</p>
      <button type="button" className={action} onClick={() => outbox.sendStale()}>
        {t("unsent.send")}
      </button>
      <button type="button" className={action} onClick={() => setAnswered(true)}>
        {t("unsent.later")}
      </button>
    </div>
  );
}
