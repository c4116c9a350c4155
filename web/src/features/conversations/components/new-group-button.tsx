/** Leads to a new group. */
import { UsersRound } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "@/ui/button.tsx";
import { NewGroupDialog } from "./new-group-dialog.tsx";

/** `look`: with words, or where there is little room. */
export function NewGroupButton({ look }: { look: "words" | "sign" }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {look === "words" ? (
        <Button look="quiet" onClick={() => setOpen(true)}>
          <UsersRound size={18} aria-hidden />
          {t("groups.new")}
        </Button>
      ) : (
        <IconButton label={t("groups.new")} onClick={() => setOpen(true)}>
          <UsersRound size={16} aria-hidden />
        </IconButton>
      )}
      {isOpen && <NewGroupDialog onClose={() => setOpen(false)} />}
    </>
  );
}
