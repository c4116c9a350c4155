/** Stands for a file that cannot be shown. */
import { File } from "lucide-react";

export function FileIcon() {
  return <File size={26} aria-hidden className="shrink-0 text-accent-text" />;
}
