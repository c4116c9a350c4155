/** Leads to the conversation with a friend or a bot. */
import { useTranslation } from "react-i18next";
import { shownName } from "@/engine/friends.ts";
import type { User } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { useOpenConversation } from "../hooks/use-open-conversation.ts";

export function MessageButton({ user }: { user: User }) {
  const { t } = useTranslation();
  const opening = useOpenConversation();
  return (
    <Button
      busy={opening.isPending}
      aria-label={t("conversations.writeTo", { name: shownName(user) })}
      onClick={() => opening.mutate(user.id)}
    >
      {t("conversations.write")}
    </Button>
  );
}
