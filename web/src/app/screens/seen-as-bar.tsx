/** Says that a guild is shown as somebody with a role sees it, until it is told to stop, or either is gone. */
import { useParams } from "@tanstack/react-router";
import { Eye } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useFromStore, useSession } from "@/binding/engine-context.tsx";
import type { SeenAs } from "@/engine/guilds/seen-as.ts";
import { Button } from "@/ui/button.tsx";

export function SeenAsBar() {
  const as = useFromStore(useSession().seenAs, (state) => state.as);
  const { guildId } = useParams({ strict: false });
  return as && as.guildId === guildId ? <Bar as={as} /> : null;
}

function Bar({ as: { guildId, roleId } }: { as: SeenAs }) {
  const { t } = useTranslation();
  const { guilds, seenAs } = useSession();
  const name = useFromStore(guilds, (state) => state.guilds[guildId]?.roles[roleId]?.name);
  const stop = () => seenAs.setState({ as: null });
  useEffect(() => {
    if (name === undefined) seenAs.setState({ as: null });
  }, [name, seenAs]);
  if (name === undefined) return null;
  return (
    <div className="flex shrink-0 items-center gap-3 border-b border-line bg-raised px-4 py-2 text-small">
      <Eye size={16} aria-hidden className="shrink-0 text-accent" />
      <p role="status" className="min-w-0 flex-1">
        {roleId === guildId ? t("roles.seenAsEveryone") : t("roles.seenAs", { role: name })}
      </p>
      <Button look="quiet" onClick={stop}>
        {t("roles.seeAsOneself")}
      </Button>
    </div>
  );
}
