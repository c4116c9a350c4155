/** What a menu is made of. */
import { DropdownMenu } from "radix-ui";
import { type MouseEvent, type ReactElement, type ReactNode, useEffect, useRef } from "react";
import { cx } from "./cx.ts";

export interface MenuProps {
  trigger: ReactElement<TriggerProps>;
  label: string;
  children: ReactNode;
  align?: "start" | "end";
  /** Whether it stands over all else, as it must where its button is in something that scrolls. */
  isOver?: boolean;
}

/** What the button may get from the menu. */
export interface TriggerProps {
  onClick?(event: MouseEvent): void;
  "aria-haspopup"?: "menu" | "dialog";
  "aria-expanded"?: boolean;
}

/** What the press that brought its code makes of it; `entered`: by keyboard, which goes to the first item. */
export type MenuBeginning = "closed" | "open" | "entered";

interface StartedMenuProps extends MenuProps {
  beginning: MenuBeginning;
}

export function StartedMenu(props: StartedMenuProps) {
  const { trigger, label, children, align = "start", isOver = false, beginning } = props;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (beginning !== "entered") return;
    // The box itself takes the focus first.
    const frame = requestAnimationFrame(() => {
      box.current?.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
    });
    return () => cancelAnimationFrame(frame);
  }, [beginning]);
  const content = (
    <DropdownMenu.Content
      ref={box}
      aria-label={label}
      data-layer
      align={align}
      sideOffset={6}
      collisionPadding={8}
      className="z-50 min-w-52 rounded-medium border border-line bg-panel p-1 shadow-xl"
    >
      {children}
    </DropdownMenu.Content>
  );
  return (
    <DropdownMenu.Root modal={false} defaultOpen={beginning !== "closed"}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      {isOver ? (
        <DropdownMenu.Portal container={document.querySelector("main")}>{content}</DropdownMenu.Portal>
      ) : (
        content
      )}
    </DropdownMenu.Root>
  );
}

export interface MenuItemProps {
  icon: ReactNode;
  danger?: boolean;
  onSelect(isShifted: boolean): void;
  children: ReactNode;
}

const ITEM =
  "flex min-h-9 cursor-pointer items-center gap-2 rounded-small px-2 text-base outline-none data-highlighted:bg-raised";

export function MenuItem({ icon, danger = false, onSelect, children }: MenuItemProps) {
  const isShifted = useRef(false);
  return (
    <DropdownMenu.Item
      className={cx(ITEM, danger ? "text-bad" : "text-ink")}
      onClick={({ shiftKey }) => {
        isShifted.current = shiftKey;
      }}
      onSelect={() => onSelect(isShifted.current)}
    >
      <span className="text-current opacity-80">{icon}</span>
      {children}
    </DropdownMenu.Item>
  );
}

export interface MenuChoiceProps<T extends string> {
  label: string;
  value: T;
  choices: readonly { value: T; label: string; icon: ReactNode }[];
  onChange(value: T): void;
}

/** One of several, as a small group inside a menu. */
export function MenuChoice<T extends string>({ label, value, choices, onChange }: MenuChoiceProps<T>) {
  return (
    <DropdownMenu.RadioGroup value={value} aria-label={label}>
      <DropdownMenu.Label className="px-2 pt-2 pb-1 text-tiny font-semibold text-ink-3">
        {label}
      </DropdownMenu.Label>
      {choices.map((choice) => (
        <DropdownMenu.RadioItem
          key={choice.value}
          value={choice.value}
          onSelect={() => onChange(choice.value)}
          className={cx(ITEM, "text-ink-2 data-[state=checked]:text-accent")}
        >
          {choice.icon}
          {choice.label}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

export function MenuLine() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />;
}
