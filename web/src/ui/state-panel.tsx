/** Full panes that hold no content: loading, empty, failed, offline. */
import { LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "./cx.ts";

interface StatePanelProps {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  /** Failures are announced at once, the rest when there is time. */
  urgent?: boolean;
  /** Below a heading of the screen's own. */
  isPart?: boolean;
  className?: string;
}

export function StatePanel({
  icon,
  title,
  children,
  urgent = false,
  isPart = false,
  className,
}: StatePanelProps) {
  const Heading = isPart ? "h2" : "h1";
  return (
    <div
      role={urgent ? "alert" : "status"}
      className={cx(
        "grid min-h-0 flex-1 place-content-center justify-items-center gap-3 p-6 text-center",
        className,
      )}
    >
      {icon && <div className="text-ink-3">{icon}</div>}
      <Heading className="text-lg font-semibold text-balance">{title}</Heading>
      {children && (
        <div className="grid max-w-md justify-items-center gap-3 text-ink-2 text-pretty">{children}</div>
      )}
    </div>
  );
}

export function LoadingPanel({ title }: { title: string }) {
  return <StatePanel icon={<Spinner />} title={title} />;
}

export function Spinner({ size = 22 }: { size?: number }) {
  return <LoaderCircle size={size} aria-hidden className="animate-spin" />;
}
