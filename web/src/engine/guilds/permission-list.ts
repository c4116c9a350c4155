/** The permissions that a person can give here, in the order and groups in which they are shown. */

export type PermissionId =
  | "viewChannel"
  | "manageChannels"
  | "manageRoles"
  | "manageGuild"
  | "createInvite"
  | "changeNickname"
  | "manageNicknames"
  | "kickMembers"
  | "banMembers"
  | "moderateMembers"
  | "sendMessages"
  | "addReactions"
  | "attachFiles"
  | "readHistory"
  | "mentionEveryone"
  | "manageMessages"
  | "pinMessages"
  | "bypassSlowMode"
  | "connect"
  | "speak"
  | "muteMembers"
  | "deafenMembers"
  | "moveMembers"
  | "manageWebhooks"
  | "viewAuditLog"
  | "administrator";

export interface ListedPermission {
  id: PermissionId;
  bit: bigint;
}

export interface PermissionGroup {
  id: "general" | "members" | "text" | "voice" | "dangerous";
  permissions: readonly ListedPermission[];
}

const at = (id: PermissionId, shift: bigint): ListedPermission => ({ id, bit: 1n << shift });

export const PERMISSION_GROUPS: readonly PermissionGroup[] = [
  {
    id: "general",
    permissions: [
      at("viewChannel", 10n),
      at("manageChannels", 4n),
      at("manageRoles", 28n),
      at("manageGuild", 5n),
      at("manageWebhooks", 29n),
      at("viewAuditLog", 7n),
    ],
  },
  {
    id: "members",
    permissions: [
      at("createInvite", 0n),
      at("changeNickname", 26n),
      at("manageNicknames", 27n),
      at("kickMembers", 1n),
      at("banMembers", 2n),
      at("moderateMembers", 40n),
    ],
  },
  {
    id: "text",
    permissions: [
      at("sendMessages", 11n),
      at("readHistory", 16n),
      at("addReactions", 6n),
      at("attachFiles", 15n),
      at("mentionEveryone", 17n),
      at("manageMessages", 13n),
      at("pinMessages", 51n),
      at("bypassSlowMode", 52n),
    ],
  },
  {
    id: "voice",
    permissions: [
      at("connect", 20n),
      at("speak", 21n),
      at("muteMembers", 22n),
      at("deafenMembers", 23n),
      at("moveMembers", 24n),
    ],
  },
  { id: "dangerous", permissions: [at("administrator", 3n)] },
];

/** Sets or clears one bit and leaves the rest, also those that are not listed. */
export function withPermission(permissions: bigint, bit: bigint, has: boolean): bigint {
  return has ? permissions | bit : permissions & ~bit;
}
