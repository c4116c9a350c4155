/** Whom something is done about, where. */
import type { Id } from "@/engine/wire.ts";

export interface TargetProps {
  guildId: Id;
  userId: Id;
  name: string;
  /** It was done. */
  onDone?(): void;
  onClose(): void;
}
