/** Who may do what to whom on the instance, as the server decides it: it only keeps buttons from being in vain. */
import type { InstanceRole } from "@/engine/wire.ts";

/** From the lowest to the highest. */
export const INSTANCE_ROLES: readonly InstanceRole[] = ["user", "moderator", "admin", "owner"];

export function rankOf(role: InstanceRole): number {
  return INSTANCE_ROLES.indexOf(role);
}

/** Sees the accounts, and suspends those below. */
export function seesUsers(role: InstanceRole): boolean {
  return rankOf(role) >= rankOf("moderator");
}

/** Changes settings and roles, and ends accounts. */
export function administers(role: InstanceRole): boolean {
  return rankOf(role) >= rankOf("admin");
}

/** Suspends them. */
export function actsOn(own: InstanceRole, other: InstanceRole): boolean {
  return seesUsers(own) && rankOf(own) > rankOf(other);
}

/** The roles that somebody may be given besides the one that they have; none where nothing may be given. */
export function rolesToGive(own: InstanceRole, other: InstanceRole): readonly InstanceRole[] {
  if (!administers(own) || rankOf(own) <= rankOf(other)) return [];
  return INSTANCE_ROLES.filter((role) => own === "owner" || rankOf(role) < rankOf(own));
}

/** The roles to which somebody may step down. */
export function rolesBelow(own: InstanceRole): readonly InstanceRole[] {
  return INSTANCE_ROLES.filter((role) => rankOf(role) < rankOf(own));
}
