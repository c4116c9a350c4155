/** Uses an invite up for whoever is signed in. */
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useEngine } from "@/binding/engine-context.tsx";
import { useErrorText } from "@/binding/use-error-text.ts";
import type { Invite } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { joinByInvite } from "../api.ts";

interface JoinButtonProps {
  invite: Invite;
  onJoined(): void;
}

export function JoinButton({ invite, onJoined }: JoinButtonProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const errorText = useErrorText();
  const join = useMutation({
    mutationFn: () => joinByInvite(rest, invite.code),
    onSuccess: onJoined,
  });
  return (
    <div className="grid gap-3">
      <FormError message={join.isError ? errorText(join.error) : undefined} />
      <Button busy={join.isPending} onClick={() => join.mutate()}>
        {t("invite.join", { guild: invite.guild?.name ?? "" })}
      </Button>
    </div>
  );
}
