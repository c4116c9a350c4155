/** What a channel makes of a role: allows, denies, or leaves as the role has it. */

import {
  type ListedPermission,
  PERMISSION_GROUPS,
  type PermissionGroup,
} from "@/engine/guilds/permission-list.ts";
import { CHANNEL_CATEGORY, CHANNEL_VOICE, type Channel, type Id, type Overwrite } from "@/engine/wire.ts";

export const STANCES = ["deny", "inherit", "allow"] as const;

export type Stance = (typeof STANCES)[number];

/** The bits of one role in one channel. */
export interface Exception {
  allow: bigint;
  deny: bigint;
}

export function exceptionOf(channel: Pick<Channel, "permission_overwrites">, roleId: Id): Exception {
  const found = channel.permission_overwrites?.find((overwrite: Overwrite) => overwrite.id === roleId);
  return { allow: BigInt(found?.allow ?? 0), deny: BigInt(found?.deny ?? 0) };
}

export function stanceOf({ allow, deny }: Exception, bit: bigint): Stance {
  if (allow & bit) return "allow";
  return deny & bit ? "deny" : "inherit";
}

/** Bits that are not listed stay as they are. */
export function withStance({ allow, deny }: Exception, bit: bigint, stance: Stance): Exception {
  return {
    allow: stance === "allow" ? allow | bit : allow & ~bit,
    deny: stance === "deny" ? deny | bit : deny & ~bit,
  };
}

const EVERYWHERE: readonly string[] = [
  "viewChannel",
  "manageChannels",
  "manageRoles",
  "manageWebhooks",
  "createInvite",
];

/** The permissions that mean something in a channel of this kind; a category hands them on. */
export function permissionsIn(type: number): readonly ListedPermission[] {
  const ofGroup = (wanted: PermissionGroup["id"]) =>
    PERMISSION_GROUPS.filter(({ id }) => id === wanted).flatMap(({ permissions }) => permissions);
  const common = [...ofGroup("general"), ...ofGroup("members")].filter(({ id }) => EVERYWHERE.includes(id));
  const text = type === CHANNEL_VOICE ? [] : ofGroup("text");
  const voice = type === CHANNEL_VOICE || type === CHANNEL_CATEGORY ? ofGroup("voice") : [];
  return [...common, ...text, ...voice];
}
