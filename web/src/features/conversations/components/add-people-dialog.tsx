/** Takes friends into a group, one after another. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useFromStore, useSession } from "@/binding/engine-context.tsx";
import { useErrorText } from "@/binding/use-error-text.ts";
import { FRIEND, listFriends } from "@/engine/friends.ts";
import type { Channel, Id } from "@/engine/wire.ts";
import { Button } from "@/ui/button.tsx";
import { Dialog } from "@/ui/dialog.tsx";
import { FormError } from "@/ui/form-error.tsx";
import { addToGroup } from "../api.ts";
import { GROUP_PEOPLE_MAX } from "../picking.ts";
import { FriendPicker } from "./friend-picker.tsx";

interface AddPeopleDialogProps {
  group: Channel;
  name: string;
  onClose(): void;
}

export function AddPeopleDialog({ group, name, onClose }: AddPeopleDialogProps) {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const errorText = useErrorText();
  const known = useFromStore(useSession().friends, (state) => state);
  const [chosen, setChosen] = useState<readonly Id[]>([]);
  const there = (group.recipients ?? []).map(({ id }) => id);
  const friends = listFriends(known, [FRIEND])
    .map(({ user }) => user)
    .filter(({ id }) => !there.includes(id));
  // Whom somebody else took in meanwhile is there.
  const coming = chosen.filter((id) => !there.includes(id));
  const add = useMutation({
    async mutationFn() {
      for (const id of coming) await addToGroup(rest, group.id, id);
    },
    onSuccess: onClose,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (coming.length > 0) add.mutate();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("groups.addTo", { name })}
      description={t("groups.addHint")}
      closeLabel={t("common.close")}
    >
      <form onSubmit={submit} className="grid gap-4">
        <FormError message={add.isError ? errorText(add.error) : undefined} />
        <FriendPicker
          friends={friends}
          chosen={coming}
          max={Math.max(0, GROUP_PEOPLE_MAX - 1 - there.length)}
          onChange={setChosen}
        />
        <Button type="submit" busy={add.isPending} disabled={coming.length === 0}>
          {t("groups.add")}
        </Button>
      </form>
    </Dialog>
  );
}
