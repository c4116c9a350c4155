/** Asks before something that cannot be undone; the worst of it asks for a name to be typed. */
import { type FormEvent, useState } from "react";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { FormError } from "./form-error.tsx";
import { TextField } from "./text-field.tsx";

interface ConfirmDialogProps {
  title: string;
  description: string;
  /** What must be typed, and the label of the field for it. */
  typed?: { word: string; label: string };
  confirmLabel: string;
  cancelLabel: string;
  closeLabel: string;
  busy: boolean;
  error: string | undefined;
  onConfirm(): void;
  onClose(): void;
}

export function ConfirmDialog({ title, description, typed, busy, error, ...rest }: ConfirmDialogProps) {
  const [text, setText] = useState("");
  const isSure = !typed || text.trim() === typed.word;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isSure) rest.onConfirm();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && rest.onClose()}
      title={title}
      description={description}
      closeLabel={rest.closeLabel}
    >
      <form onSubmit={submit} className="grid gap-4">
        <FormError message={error} />
        {typed && (
          <TextField
            label={typed.label}
            value={text}
            onChange={(event) => setText(event.target.value)}
            autoComplete="off"
            spellCheck={false}
          />
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button look="quiet" onClick={rest.onClose}>
            {rest.cancelLabel}
          </Button>
          <Button type="submit" look="danger" busy={busy} disabled={!isSure}>
            {rest.confirmLabel}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
