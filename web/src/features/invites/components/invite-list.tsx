/** The invites that are out: where they lead, how often they were used, until when they are good. */
import { Copy, Ticket } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useCopy } from "@/binding/use-copy.ts";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { Invite } from "@/engine/wire.ts";
import { Button, IconButton } from "@/ui/button.tsx";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { momentName } from "@/ui/time.ts";
import { useKeptPlace } from "@/ui/use-kept-place.ts";
import type { InviteScope } from "../api.ts";
import { inviteLink } from "../code.ts";
import { useInvites, useRevokeInvite } from "../hooks/use-invites.ts";

export function InviteList({ scope }: { scope: InviteScope }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const invites = useInvites(scope);
  const place = useKeptPlace<HTMLDivElement>();
  if (invites.isPending) return <LineSkeletons label={t("common.loading")} count={4} />;
  if (invites.isError) {
    return (
      <StatePanel urgent isPart title={t("inviteList.failed")}>
        <p>{errorText(invites.error)}</p>
        <Button onClick={() => void invites.refetch()}>{t("common.tryAgain")}</Button>
      </StatePanel>
    );
  }
  return (
    <div ref={place} tabIndex={-1} className="outline-none">
      {invites.data.length === 0 ? (
        <StatePanel isPart icon={<Ticket size={32} aria-hidden />} title={t("inviteList.empty")}>
          <p>{t("inviteList.emptyHint")}</p>
        </StatePanel>
      ) : (
        <ul aria-label={t("inviteList.title")} className="grid gap-2">
          {invites.data.map((invite) => (
            <InviteRow key={invite.code} invite={invite} />
          ))}
        </ul>
      )}
    </div>
  );
}

function InviteRow({ invite }: { invite: Invite }) {
  const { t } = useTranslation();
  const { ports } = useEngine();
  const copy = useCopy();
  const revoke = useRevokeInvite();
  const { code, channel, inviter, uses = 0, max_uses: usesMax = 0, expires_at: expiresAt } = invite;
  const facts = [
    channel?.name && t("inviteList.to", { channel: channel.name }),
    inviter && t("inviteList.by", { name: inviter.global_name ?? inviter.username }),
    usesMax > 0 ? t("inviteList.usesOf", { uses, max: usesMax }) : t("inviteList.uses", { count: uses }),
    expiresAt ? t("inviteList.until", { time: momentName(Date.parse(expiresAt)) }) : t("inviteList.forEver"),
  ];
  return (
    <li className="flex flex-wrap items-center gap-2 rounded-medium border border-line p-3">
      <div className="min-w-40 flex-1">
        <p className="font-mono font-semibold break-all">{code}</p>
        <p className="text-small text-ink-2">{facts.filter(Boolean).join(" · ")}</p>
      </div>
      <IconButton
        label={t("inviteList.copy", { code })}
        onClick={() => void copy(inviteLink(ports.origin, code), t("toast.linkCopied"))}
      >
        <Copy size={16} aria-hidden />
      </IconButton>
      <Button
        look="quiet"
        busy={revoke.isPending}
        onClick={() => revoke.mutate(code)}
        aria-label={t("inviteList.revokeNamed", { code })}
      >
        {t("inviteList.revoke")}
      </Button>
    </li>
  );
}
