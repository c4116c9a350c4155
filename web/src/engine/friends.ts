/** Friends, requests and blocked users, by the other one's id: as the gateway tells of them. */
import type { Id, User } from "./wire.ts";

export const FRIEND = 1;
export const BLOCKED = 2;
export const INCOMING = 3;
export const OUTGOING = 4;

export interface Relationship {
  id: Id;
  /** One of the above; a newer server may have more. */
  type: number;
  user: User;
  since: string;
}

export type Friends = Readonly<Record<Id, Relationship>>;

export const NO_FRIENDS: Friends = {};

/** What one dispatch changes. */
export function reduceFriends(friends: Friends, name: string, data: unknown): Friends {
  switch (name) {
    case "READY": {
      const { relationships = [] } = data as { relationships?: Relationship[] };
      return Object.fromEntries(relationships.map((one) => [one.id, one]));
    }
    case "RELATIONSHIP_ADD": {
      const told = data as Relationship;
      return { ...friends, [told.id]: told };
    }
    case "RELATIONSHIP_REMOVE": {
      const { [(data as { id: Id }).id]: _gone, ...rest } = friends;
      return rest;
    }
    default:
      return friends;
  }
}

/** Those of some types, by name. */
export function listFriends(friends: Friends, types: readonly number[]): Relationship[] {
  return Object.values(friends)
    .filter(({ type }) => types.includes(type))
    .sort((a, b) => shownName(a.user).localeCompare(shownName(b.user)));
}

export function isBlocked(friends: Friends, userId: Id): boolean {
  return friends[userId]?.type === BLOCKED;
}

/** Whether somebody of that username waits for the reader's answer: to ask them is to say yes. */
export function hasAsked(friends: Friends, username: string): boolean {
  const asked = username.toLowerCase();
  return Object.values(friends).some(({ type, user }) => type === INCOMING && user.username === asked);
}

export function countIncoming(friends: Friends): number {
  return Object.values(friends).filter(({ type }) => type === INCOMING).length;
}

export function shownName({ global_name, username }: User): string {
  return global_name ?? username;
}
