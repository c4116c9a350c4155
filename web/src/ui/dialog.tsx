/** A modal dialog with a title; on small screens it rises from below. */
import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { IconButton } from "./button.tsx";
import { useOpener } from "./use-opener.ts";

interface DialogProps {
  open: boolean;
  onOpenChange(open: boolean): void;
  title: string;
  /** Where the title is a name that has a colour. */
  titleInk?: string | undefined;
  description?: string | undefined;
  closeLabel: string;
  children: ReactNode;
}

export function Dialog({
  open,
  onOpenChange,
  title,
  titleInk,
  description,
  closeLabel,
  children,
}: DialogProps) {
  const { remember, giveBack } = useOpener();
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 bg-[oklch(0_0_0/0.55)]" />
        <Primitive.Content
          data-layer
          {...(description ? {} : { "aria-describedby": undefined })}
          onOpenAutoFocus={(event) => {
            remember();
            focusFirstField(event);
          }}
          onCloseAutoFocus={giveBack}
          className="fixed inset-x-0 bottom-0 z-50 grid max-h-[90dvh] outline-none gap-4 overflow-auto rounded-t-large border border-line bg-panel p-5 shadow-2xl wide:inset-x-auto wide:top-1/2 wide:bottom-auto wide:left-1/2 wide:w-[27rem] wide:-translate-x-1/2 wide:-translate-y-1/2 wide:rounded-large"
        >
          <div className="flex items-start gap-3">
            <div className="min-w-0 flex-1">
              <Primitive.Title
                className="text-lg font-bold text-balance break-words"
                style={{ color: titleInk }}
              >
                {title}
              </Primitive.Title>
              {description && (
                <Primitive.Description className="mt-1 text-small text-ink-2">
                  {description}
                </Primitive.Description>
              )}
            </div>
            <Primitive.Close asChild>
              <IconButton label={closeLabel}>
                <X size={18} aria-hidden />
              </IconButton>
            </Primitive.Close>
          </div>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

/** Of choices the one that is made. */
const FIELD = "input:not([type=checkbox], [type=radio]:not(:checked), [readonly])";

/** Where there is something to write, one can write at once; a touch keyboard waits until it is asked for. */
function focusFirstField(event: Event): void {
  const dialog = event.currentTarget;
  if (!(dialog instanceof HTMLElement)) return;
  const isTouch = matchMedia("(hover: none)").matches;
  const field = isTouch ? null : dialog.querySelector<HTMLElement>(FIELD);
  event.preventDefault();
  (field ?? dialog).focus();
}
