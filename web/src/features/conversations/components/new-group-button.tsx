/** Leads to a new group. */
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui/button.tsx";
import { NewGroupDialog } from "./new-group-dialog.tsx";

export function NewGroupButton() {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton label={t("groups.new")} onClick={() => setOpen(true)}>
        <Plus size={16} aria-hidden />
      </IconButton>
      {isOpen && <NewGroupDialog onClose={() => setOpen(false)} />}
    </>
  );
}
