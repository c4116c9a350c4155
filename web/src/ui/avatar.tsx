/** A round picture, or one made of initials, its hue from the id; with a dot for presence. */
import { cx } from "./cx.ts";
import { hueOf, initialsOf } from "./identity.ts";
import { Picture } from "./picture.tsx";

type Size = "small" | "medium" | "large";

const SIZES: Record<Size, string> = {
  small: "size-6 text-[0.625rem]",
  medium: "size-8 text-tiny",
  large: "size-(--picture) text-(length:--picture-text)",
};

const DOTS = {
  online: "bg-good",
  idle: "bg-warn",
  dnd: "bg-bad",
  offline: "bg-ink-3",
} as const;

interface AvatarProps {
  id: string;
  name: string;
  /** The address of the person's own one. */
  picture?: string | null | undefined;
  size?: Size;
  /** Shown as a dot; its words are the caller's, beside the name. */
  status?: keyof typeof DOTS | undefined;
  /** Of somebody who is not there. */
  dim?: boolean;
  className?: string;
}

export function Avatar({ id, name, picture, size = "medium", status, dim = false, className }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={cx(
        "relative grid shrink-0 place-items-center rounded-full font-semibold select-none",
        SIZES[size],
        className,
      )}
      style={
        dim ? dimColors(id) : { background: `oklch(0.78 0.1 ${hueOf(id)})`, color: "oklch(0.2 0.03 265)" }
      }
    >
      {initialsOf(name)}
      <Picture src={picture} />
      {status && (
        <StatusDot status={status} className="absolute -right-0.5 -bottom-0.5 border-[3px] border-panel" />
      )}
    </span>
  );
}

export function StatusDot({ status, className }: { status: keyof typeof DOTS; className?: string }) {
  return <i data-status={status} className={cx("size-3 rounded-full", DOTS[status], className)} />;
}

/** Not by opacity, which would take the contrast with it. */
function dimColors(id: string): { background: string; color: string } {
  const hue = hueOf(id);
  return {
    background: `light-dark(oklch(0.89 0.03 ${hue}), oklch(0.31 0.03 ${hue}))`,
    color: `light-dark(oklch(0.45 0.04 ${hue}), oklch(0.74 0.04 ${hue}))`,
  };
}
