/** A picture over what stands there without it: initials, until it is here, and when it never comes. */
import { useState } from "react";

export function Picture({ src }: { src: string | null | undefined }) {
  const [failed, setFailed] = useState<string | null>(null);
  if (!src || failed === src) return null;
  return (
    <img
      src={src}
      alt=""
      loading="lazy"
      draggable={false}
      onError={() => setFailed(src)}
      className="absolute inset-0 size-full rounded-[inherit] object-cover"
    />
  );
}
