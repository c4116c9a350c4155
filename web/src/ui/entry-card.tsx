/** The card in the middle of the screens that lead into the product. */
import type { ReactNode } from "react";
import { useTitle } from "./use-title.ts";

interface EntryCardProps {
  title: string;
  lead?: string;
  children: ReactNode;
  footer?: ReactNode;
}

export function EntryCard({ title, lead, children, footer }: EntryCardProps) {
  useTitle(title);
  return (
    <main className="grid h-full overflow-auto bg-rail p-4">
      <div className="m-auto grid w-full max-w-sm gap-5">
        <Wordmark />
        <section className="grid gap-5 rounded-large border border-line bg-panel p-6">
          <div className="grid gap-1">
            <h1 className="text-xl font-bold text-balance">{title}</h1>
            {lead && <p className="text-ink-2 text-pretty">{lead}</p>}
          </div>
          {children}
        </section>
        {footer && <p className="text-center text-small text-ink-2">{footer}</p>}
      </div>
    </main>
  );
}

export function Wordmark() {
  return (
    <p className="flex items-center justify-center gap-2 text-lg font-bold">
      <svg viewBox="0 0 32 32" className="size-7" aria-hidden="true">
        <rect width="32" height="32" rx="9" fill="var(--accent)" />
        <path
          d="M24.5 15.6a8 8 0 0 1-11.6 7.1L8 24.2l1.6-4.6a8 8 0 1 1 14.9-4Z"
          fill="none"
          stroke="var(--accent-ink)"
          strokeWidth="2.4"
          strokeLinejoin="round"
        />
      </svg>
      Confab
    </p>
  );
}
