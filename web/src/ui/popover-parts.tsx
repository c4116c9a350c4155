/** What a popover is made of. */
import { Popover as Primitive } from "radix-ui";
import { type ReactElement, type ReactNode, useState } from "react";
import type { TriggerProps } from "./menu-parts.tsx";

export interface PopoverProps {
  trigger: ReactElement<TriggerProps>;
  label: string;
  /** What stands in it. */
  children(close: () => void): ReactNode;
  /** Where the focus goes when it closes; else to its button. */
  focusAfter?: (() => void) | undefined;
}

export function StartedPopover({ isOpen, ...props }: PopoverProps & { isOpen: boolean }) {
  const { trigger, label, children, focusAfter } = props;
  const [open, setOpen] = useState(isOpen);
  return (
    <Primitive.Root open={open} onOpenChange={setOpen}>
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal container={document.querySelector("main")}>
        <Primitive.Content
          aria-label={label}
          data-layer
          side="top"
          align="end"
          sideOffset={6}
          collisionPadding={8}
          onCloseAutoFocus={(event) => {
            if (!focusAfter) return;
            event.preventDefault();
            focusAfter();
          }}
          className="z-50 max-w-[calc(100vw-1rem)] rounded-medium border border-line bg-panel shadow-xl"
        >
          {children(() => setOpen(false))}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
