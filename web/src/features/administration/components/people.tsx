/** The accounts of the instance: found by name, suspended, given a role, ended. */
import { Users } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { useErrorText } from "@/binding/use-error-text.ts";
import { Button } from "@/ui/button.tsx";
import { LineSkeletons } from "@/ui/skeleton.tsx";
import { StatePanel } from "@/ui/state-panel.tsx";
import { TextField } from "@/ui/text-field.tsx";
import { useKeptPlace } from "@/ui/use-kept-place.ts";
import { useInstanceRole, useUsers } from "../hooks/use-instance.ts";
import { PersonRow } from "./person-row.tsx";

export function People() {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const name = useDeferredValue(typed.trim());
  return (
    <div className="grid grid-cols-1 gap-4">
      <TextField
        label={t("people.find")}
        hint={t("people.findHint")}
        value={typed}
        type="search"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        className="max-w-md"
      />
      <Found name={name} />
    </div>
  );
}

function Found({ name }: { name: string }) {
  const { t } = useTranslation();
  const errorText = useErrorText();
  const own = useInstanceRole();
  const pages = useUsers(name);
  const place = useKeptPlace<HTMLDivElement>();
  if (pages.isPending) return <LineSkeletons label={t("common.loading")} count={5} />;
  if (!pages.data) {
    return (
      <StatePanel urgent isPart title={t("people.failed")}>
        <p>{errorText(pages.error)}</p>
        <Button onClick={() => void pages.refetch()}>{t("common.tryAgain")}</Button>
      </StatePanel>
    );
  }
  const people = pages.data.pages.flat();
  if (people.length === 0) {
    return (
      <StatePanel isPart icon={<Users size={32} aria-hidden />} title={t("people.none")}>
        <p>{t("people.noneHint")}</p>
      </StatePanel>
    );
  }
  return (
    <div ref={place} tabIndex={-1} className="grid grid-cols-1 gap-4 outline-none">
      <ul aria-label={t("people.title")} className="grid grid-cols-1 gap-2">
        {people.map((person) => (
          <PersonRow key={person.user.id} person={person} own={own} />
        ))}
      </ul>
      {pages.hasNextPage && (
        <Button
          look="quiet"
          busy={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
          className="justify-self-start"
        >
          {t("people.more")}
        </Button>
      )}
      {pages.isFetchNextPageError && <p role="alert">{errorText(pages.error)}</p>}
    </div>
  );
}
