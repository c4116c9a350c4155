/** Those of some bans whose user is called like what was typed, by either name. */
import type { Ban } from "@/engine/wire.ts";

export function findBans(bans: readonly Ban[], typed: string): readonly Ban[] {
  const wanted = typed.trim().toLocaleLowerCase();
  if (wanted === "") return bans;
  return bans.filter(({ user: { username, global_name } }) =>
    [username, global_name ?? ""].some((name) => name.toLocaleLowerCase().includes(wanted)),
  );
}
