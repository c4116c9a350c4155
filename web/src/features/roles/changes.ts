/**
 * What somebody changed of a role or an exception, apart from how it is now.
 *
 * - RC1  Only what was changed is sent; permissions count bit by bit, so that two people who change
 *        different ones at a time both have their way.
 */
import type { Role } from "@/engine/wire.ts";
import type { RoleChanges } from "./api.ts";
import type { Exception } from "./exceptions.ts";

/** From `base`, as the form began, to `draft`, put upon `now`. Empty: nothing was changed. */
export function roleChanges(base: Role, draft: Role, now: Role): RoleChanges {
  const changed = BigInt(base.permissions) ^ BigInt(draft.permissions);
  const name = draft.name.trim();
  return {
    ...(name !== base.name.trim() && { name }),
    ...(draft.color !== base.color && { color: draft.color }),
    ...(draft.hoist !== base.hoist && { hoist: draft.hoist }),
    ...((draft.mentionable ?? false) !== (base.mentionable ?? false) && {
      mentionable: draft.mentionable ?? false,
    }),
    ...(changed !== 0n && { permissions: String(taken(now.permissions, draft.permissions, changed)) }),
  };
}

export function isSameException(a: Exception, b: Exception): boolean {
  return a.allow === b.allow && a.deny === b.deny;
}

export function exceptionChanged(base: Exception, draft: Exception, now: Exception): Exception {
  const changed = (base.allow ^ draft.allow) | (base.deny ^ draft.deny);
  return { allow: taken(now.allow, draft.allow, changed), deny: taken(now.deny, draft.deny, changed) };
}

/** `now`, with the `changed` bits as in `draft`. */
function taken(now: string | bigint, draft: string | bigint, changed: bigint): bigint {
  return (BigInt(now) & ~changed) | (BigInt(draft) & changed);
}
