/** The picture of a person or a guild: picked, cut to a square, and kept at once; or taken away. */
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "@/ui/button.tsx";
import { squarePicture } from "./square-picture.ts";
import { showToast } from "./toasts.ts";
import { useAction } from "./use-action.ts";

interface PictureFieldProps {
  label: string;
  /** As it is now. */
  preview: ReactNode;
  hasPicture: boolean;
  /** Null takes it away. */
  save(picture: string | null): Promise<unknown>;
}

export function PictureField({ label, preview, hasPicture, save }: PictureFieldProps) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const keep = useAction({ run: save, done: t("picture.saved") });

  async function pick(file: File): Promise<void> {
    const picture = await squarePicture(file).catch(() => null);
    if (picture === null) showToast({ tone: "bad", text: t("picture.unreadable") });
    else keep.mutate(picture);
  }

  return (
    <fieldset aria-label={label} className="flex max-w-md flex-wrap items-center gap-3">
      {preview}
      <Button look="quiet" busy={keep.isPending} onClick={() => input.current?.click()}>
        {hasPicture ? t("picture.change") : t("picture.choose")}
      </Button>
      {hasPicture && (
        <Button look="quiet" disabled={keep.isPending} onClick={() => keep.mutate(null)}>
          {t("picture.remove")}
        </Button>
      )}
      <p className="w-full text-small text-ink-3">{t("picture.hint")}</p>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/gif"
        hidden
        data-picture
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) void pick(file);
          // The same file may be picked again.
          target.value = "";
        }}
      />
    </fieldset>
  );
}
