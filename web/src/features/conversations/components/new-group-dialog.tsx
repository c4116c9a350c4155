/** Makes a group: whom to take in, and there one is. */
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useErrorText } from "@/binding/use-error-text.ts";
import { FRIEND, listFriends } from "@/engine/friends.ts";
import { HOME } from "@/engine/guilds/home.ts";
import type { Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { createGroup } from "../api.ts";
import { GROUP_PEOPLE_MAX } from "../picking.ts";
import { FriendPicker } from "./friend-picker.tsx";

export function NewGroupDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const { friends: store, learnConversation } = useSession();
  const navigate = useNavigate();
  const errorText = useErrorText();
  const friends = listFriends(
    useFromStore(store, (state) => state),
    [FRIEND],
  ).map(({ user }) => user);
  const [chosen, setChosen] = useState<readonly Id[]>([]);
  const make = useMutation({
    mutationFn: () => createGroup(rest, chosen),
    onSuccess(channel) {
      learnConversation(channel);
      onClose();
      const params = { guildId: HOME, channelId: channel.id };
      void navigate({ to: "/channels/$guildId/$channelId", params });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen.length > 0) make.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("groups.new")}
      description={t("groups.newHint")}
      closeLabel={t("common.close")}
    >
      <form onSubmit={submit} className="grid gap-4">
        <FormError message={make.isError ? errorText(make.error) : undefined} />
        <FriendPicker friends={friends} chosen={chosen} max={GROUP_PEOPLE_MAX - 1} onChange={setChosen} />
        <Button type="submit" busy={make.isPending} disabled={chosen.length === 0}>
          {t("groups.create")}
        </Button>
      </form>
    </Dialog>
  );
}
