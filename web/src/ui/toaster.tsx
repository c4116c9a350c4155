/** Notices in the corner: announced, dismissed by time, swipe or Escape, reached by F8. */
import { CircleAlert, CircleCheck, X } from "lucide-react";
import { Toast } from "radix-ui";
import { IconButton } from "./button.tsx";

export interface ToasterEntry {
  id: number;
  text: string;
  tone: "good" | "bad";
  action?: { label: string; run(): void };
}

interface ToasterProps {
  entries: readonly ToasterEntry[];
  label: string;
  closeLabel: string;
  onDismiss(id: number): void;
}

const SHOWN_MS = 5_000;
/** Something to press takes longer to decide on. */
const ACTION_SHOWN_MS = 12_000;

export function Toaster({ entries, label, closeLabel, onDismiss }: ToasterProps) {
  return (
    <Toast.Provider label={label} swipeDirection="right">
      {entries.map(({ id, text, tone, action }) => (
        <Toast.Root
          key={id}
          type={tone === "bad" ? "foreground" : "background"}
          duration={action ? ACTION_SHOWN_MS : SHOWN_MS}
          onOpenChange={(open) => !open && onDismiss(id)}
          className="flex items-center gap-3 rounded-medium border border-line bg-panel py-1 pr-1 pl-4 shadow-xl"
        >
          {tone === "good" ? (
            <CircleCheck size={18} aria-hidden className="shrink-0 text-good" />
          ) : (
            <CircleAlert size={18} aria-hidden className="shrink-0 text-bad" />
          )}
          <Toast.Description className="min-w-0 flex-1 py-2 text-small">{text}</Toast.Description>
          {action && (
            <Toast.Action
              altText={action.label}
              onClick={action.run}
              className="min-h-9 rounded-small px-2 text-small font-semibold text-link hover:underline"
            >
              {action.label}
            </Toast.Action>
          )}
          <Toast.Close asChild>
            <IconButton label={closeLabel}>
              <X size={16} aria-hidden />
            </IconButton>
          </Toast.Close>
        </Toast.Root>
      ))}
      <Toast.Viewport className="fixed inset-x-3 top-3 z-[60] m-0 grid list-none gap-2 p-0 outline-none wide:top-auto wide:bottom-3 wide:left-auto wide:w-96" />
    </Toast.Provider>
  );
}
