/** Grey shapes where rows will be. */

const WIDTHS = ["72%", "45%", "88%", "60%", "35%", "80%", "52%"];

export function MessageSkeletons({ label }: { label: string }) {
  return (
    <div
      role="status"
      aria-label={label}
      className="flex flex-1 flex-col justify-end gap-5 overflow-hidden p-4"
    >
      {WIDTHS.map((width) => (
        <div key={width} className="flex animate-pulse gap-4">
          <div className="size-10 shrink-0 rounded-full bg-raised" />
          <div className="grid flex-1 content-start gap-2">
            <div className="h-3.5 w-28 rounded-small bg-raised" />
            <div className="h-3.5 rounded-small bg-raised" style={{ width }} />
          </div>
        </div>
      ))}
    </div>
  );
}

export function LineSkeletons({ label, count }: { label: string; count: number }) {
  return (
    <div role="status" aria-label={label} className="grid gap-3 p-3">
      {Array.from({ length: count }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: grey shapes have no identity
          key={index}
          className="h-4 animate-pulse rounded-small bg-raised"
          style={{ width: WIDTHS[index % WIDTHS.length] }}
        />
      ))}
    </div>
  );
}
