/** Who is kept out of the guild and why, and letting somebody in again. */
import { Ban as BanIcon } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/binding/use-error-text.ts";
import { shownName } from "@/engine/friends.ts";
import { avatarPath } from "@/engine/pictures.ts";
import type { Ban, Id } from "@/engine/wire.ts";
import { Avatar } from "@/ui/avatar.tsx";
import { Button } from "@/ui/button.tsx";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { useKeptPlace } from "@/ui/use-kept-place.ts";
import { findBans } from "../find-bans.ts";
import { useBans, useUnban } from "../hooks/use-bans.ts";

export function BanList({ guildId }: { guildId: Id }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const pages = useBans(guildId);
  const [typed, setTyped] = useState("");
  const place = useKeptPlace<HTMLDivElement>();
  if (pages.isPending) return <LineSkeletons label={t("common.loading")} count={4} />;
  if (!pages.data) {
    return (
      <StatePanel urgent isPart title={t("bans.failed")}>
        <p>{errorText(pages.error)}</p>
        <Button onClick={() => void pages.refetch()}>{t("common.tryAgain")}</Button>
      </StatePanel>
    );
  }
  const bans = pages.data.pages.flat();
  const found = findBans(bans, typed);
  return (
    <div ref={place} tabIndex={-1} className="grid grid-cols-1 gap-4 outline-none">
      {bans.length === 0 ? (
        <StatePanel isPart icon={<BanIcon size={32} aria-hidden />} title={t("bans.empty")}>
          <p>{t("bans.emptyHint")}</p>
        </StatePanel>
      ) : (
        <>
          <TextField
            label={t("bans.find")}
            hint={pages.hasNextPage ? t("bans.findHint", { count: bans.length }) : undefined}
            value={typed}
            type="search"
            autoComplete="off"
            onChange={(event) => setTyped(event.target.value)}
            className="max-w-md"
          />
          {found.length === 0 && <p role="status">{t("bans.noneFound")}</p>}
          <ul className="grid grid-cols-1 gap-2">
            {found.map((ban) => (
              <BanRow key={ban.user.id} guildId={guildId} ban={ban} />
            ))}
          </ul>
          {pages.hasNextPage && (
            <Button
              look="quiet"
              busy={pages.isFetchingNextPage}
              onClick={() => void pages.fetchNextPage()}
              className="justify-self-start"
            >
              {t("bans.more")}
            </Button>
          )}
          {pages.isFetchNextPageError && <p role="alert">{errorText(pages.error)}</p>}
        </>
      )}
    </div>
  );
}

function BanRow({ guildId, ban: { user, reason } }: { guildId: Id; ban: Ban }) {
  const { t } = useTranslation();
  const name = shownName(user);
  const unban = useUnban(guildId, name);
  return (
    <li className="flex flex-wrap items-center gap-3 rounded-medium border border-line p-3">
      <Avatar id={user.id} name={name} picture={avatarPath(user)} />
      <div className="min-w-40 flex-1">
        <p className="break-words">
          <b className="font-semibold">{name}</b>
          {name !== user.username && <span className="ml-2 text-small text-ink-3">{user.username}</span>}
        </p>
        <p className="text-small break-words text-ink-2">{reason ?? t("bans.noReason")}</p>
      </div>
      <Button
        look="quiet"
        busy={unban.isPending}
        aria-label={t("bans.unbanNamed", { name })}
        onClick={() => unban.mutate(user.id)}
      >
        {t("bans.unban")}
      </Button>
    </li>
  );
}
