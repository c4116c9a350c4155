/** Uses an invite up for whoever is signed in. */
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { Id, Invite } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { joinByInvite } from "../api.ts";

interface JoinButtonProps {
  invite: Invite;
  onJoined(guildId: Id): void;
}

export function JoinButton({ invite, onJoined }: JoinButtonProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const errorText = useErrorText();
  const guild = invite.guild;
  const join = useMutation({
    mutationFn: () => joinByInvite(rest, invite.code),
    onSuccess: () => guild && onJoined(guild.id),
  });
  return (
    <div className="grid gap-3">
      <FormError message={join.isError ? errorText(join.error) : undefined} />
      <Button busy={join.isPending} onClick={() => join.mutate()}>
        {t("invite.join", { guild: guild?.name ?? "" })}
      </Button>
    </div>
  );
}
