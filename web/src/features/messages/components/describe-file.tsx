/** What a file shows, in words, for those who do not see it. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DESCRIPTION_MAX } from "@/engine/outbox/files.ts";
import { Button } from "@/ui/button.tsx";
import { TextAreaField } from "@/ui/text-area-field.tsx";

interface DescribeFileProps {
  name: string;
  description: string;
  onSave(description: string): void;
}

export function DescribeFile({ name, description, onSave }: DescribeFileProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(description);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSave(text.trim());
      }}
      className="grid w-80 max-w-full gap-3 p-3"
    >
      <TextAreaField
        label={t("files.description", { name })}
        hint={t("files.descriptionHint")}
        value={text}
        maxLength={DESCRIPTION_MAX}
        onChange={({ target }) => setText(target.value)}
      />
      <Button type="submit">{t("settings.save")}</Button>
    </form>
  );
}
