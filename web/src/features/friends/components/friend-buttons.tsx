/** What can be done about one person, as buttons; what ends something is asked about first. */
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useAction } from "@/binding/use-action.ts";
import { BLOCKED, FRIEND, shownName } from "@/engine/friends.ts";
import type { User } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { ConfirmDialog } from "@/ui/confirm-dialog.tsx";
import { act, type FriendAct } from "../api.ts";
import { type Offer, offersFor } from "../offers.ts";

interface FriendButtonsProps {
  user: User;
  /** What leads to the conversation with them, for friends and bots. */
  write: ReactNode;
}

export function FriendButtons({ user, write }: FriendButtonsProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const type = useFromStore(useSession().friends, (friends) => friends[user.id]?.type);
  const [asked, setAsked] = useState<Offer | null>(null);
  const name = shownName(user);
  const mayWrite = type === FRIEND || (user.bot && type !== BLOCKED);
  const blockHint = user.bot ? "friends.blockBotHint" : "friends.blockHint";
  const doing = useAction<void, FriendAct>({
    run: (what) => act(rest, user.id, what),
    done: null,
    after: () => setAsked(null),
  });
  return (
    <div className="flex flex-wrap gap-2">
      {mayWrite && write}
      {offersFor(type, user.bot).map((offer, at) => (
        <Button
          key={offer.label}
          look={at === 0 && !offer.isGrave ? "primary" : "quiet"}
          busy={doing.isPending && doing.variables === offer.act}
          aria-label={t(`friends.offerTo.${offer.label}`, { name })}
          onClick={() => (offer.isGrave ? setAsked(offer) : doing.mutate(offer.act))}
        >
          {t(`friends.offer.${offer.label}`)}
        </Button>
      ))}
      {asked && (
        <ConfirmDialog
          title={t(`friends.offerTo.${asked.label}`, { name })}
          description={t(asked.act === "block" ? blockHint : "friends.removeHint", { name })}
          confirmLabel={t(`friends.offer.${asked.label}`)}
          cancelLabel={t("common.cancel")}
          closeLabel={t("common.close")}
          busy={doing.isPending}
          // What went wrong is said by a notice, as for the other buttons.
          error={undefined}
          onConfirm={() => doing.mutate(asked.act)}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}
