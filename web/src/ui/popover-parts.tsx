/** What a popover is made of. */
import { Popover as Primitive } from "radix-ui";
import { type ReactElement, type ReactNode, useState } from "react";
import type { TriggerProps } from "./menu-parts.tsx";

export interface PopoverProps {
  trigger: ReactElement<TriggerProps>;
  label: string;
  /** What stands in it. */
  children(close: () => void): ReactNode;
}

export function StartedPopover({ trigger, label, children, isOpen }: PopoverProps & { isOpen: boolean }) {
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
          className="z-50 max-w-[calc(100vw-1rem)] rounded-medium border border-line bg-panel shadow-xl"
        >
          {children(() => setOpen(false))}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
