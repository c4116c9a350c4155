/** The end of a page, where things go for good. */
import type { ReactNode } from "react";

interface DangerZoneProps {
  title: string;
  text: string;
  children: ReactNode;
}

export function DangerZone({ title, text, children }: DangerZoneProps) {
  return (
    <section
      aria-label={title}
      className="flex flex-wrap items-center gap-3 rounded-medium border border-line p-4"
    >
      <div className="min-w-48 flex-1">
        <h2 className="font-semibold">{title}</h2>
        <p className="text-small text-ink-2">{text}</p>
      </div>
      {children}
    </section>
  );
}
