/** Picks files to send. */
import { Plus } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui/button.tsx";

export function AttachButton({ onPick }: { onPick(files: Iterable<File>): void }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton label={t("files.attach")} onClick={() => input.current?.click()}>
        <Plus size={19} aria-hidden />
      </IconButton>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-files
        onChange={({ target }) => {
          onPick([...(target.files ?? [])]);
          // The same file may be picked again.
          target.value = "";
        }}
      />
    </>
  );
}
