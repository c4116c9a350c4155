/** Asks somebody for their friendship by the name that they log in with. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useEngine, useSession } from "@/binding/engine-context.tsx";
import { showToast } from "@/binding/toasts.ts";
import { useErrorText } from "@/binding/use-error-text.ts";
import { hasAsked } from "@/engine/friends.ts";
import { Button } from "@/ui/button.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { askByName } from "../api.ts";

export function AskForm() {
  const { t } = useTranslation();
  const { rest } = useEngine();
  const { friends } = useSession();
  const errorText = useErrorText();
  const [name, setName] = useState("");
  const ask = useMutation({
    async mutationFn(username: string) {
      const isTaken = hasAsked(friends.getState(), username);
      await askByName(rest, username);
      return isTaken;
    },
    onSuccess(isTaken, username) {
      setName("");
      showToast({ tone: "good", text: t(isTaken ? "friends.taken" : "friends.sent", { name: username }) });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate(name.trim());
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-start gap-2" aria-label={t("friends.add")}>
      <TextField
        className="min-w-0 flex-1 basis-32"
        label={t("friends.byName")}
        value={name}
        onChange={(event) => {
          ask.reset();
          setName(event.target.value);
        }}
        error={ask.isError ? errorText(ask.error) : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={32}
      />
      <Button
        type="submit"
        className="mt-[1.47rem] h-11"
        busy={ask.isPending}
        disabled={name.trim().length < 2}
      >
        {t("friends.ask")}
      </Button>
    </form>
  );
}
