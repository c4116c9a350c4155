/**
 * Conversations outside of guilds, in the form of a guild whose channels they are: what shows, writes and
 * counts messages works there as it does in guilds.
 *
 * - HM1  In a conversation of two only friends write, or a bot that is not blocked; in a group whoever is in it does.
 * - HM2  People are known by their relationship and by the conversations with them, the newest word counts.
 * - HM3  Only of friends it is known whether they are there.
 */
import { BLOCKED, FRIEND, type Relationship } from "../friends.ts";
import { compareIds } from "../snowflake.ts";
import {
  CHANNEL_GROUP,
  type Channel,
  type Id,
  type Member,
  type Overwrite,
  type Role,
  type Status,
  type User,
} from "../wire.ts";
import type { GuildState } from "./guilds.ts";
import { ADD_REACTIONS, ATTACH_FILES, PIN_MESSAGES, SEND_MESSAGES, VIEW_CHANNEL } from "./permissions.ts";
import { NOBODY, withoutPresence } from "./presences.ts";

/** Stands for a guild in addresses. */
export const HOME: Id = "@me";

const WRITES = ADD_REACTIONS | SEND_MESSAGES | ATTACH_FILES | PIN_MESSAGES;

/** What all may there, as @everyone says it in a guild. */
const EVERYONE: Role = {
  id: HOME,
  name: "",
  permissions: String(VIEW_CHANNEL | WRITES),
  position: 0,
  color: 0,
  hoist: false,
};

const READ_ONLY: Overwrite = { id: HOME, type: 0, allow: "0", deny: String(WRITES) };

/** What friends, and whoever is blocked, have in place of a role. */
const BEFRIENDED = "friend";
const SHUT_OUT = "blocked";

export interface HomeReady {
  session_id?: string;
  user?: User;
  private_channels?: readonly Channel[];
  relationships?: readonly Relationship[];
}

export type HomeEvent =
  | { name: "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "CHANNEL_DELETE"; data: Channel }
  | { name: "RELATIONSHIP_ADD"; data: Relationship }
  | { name: "RELATIONSHIP_REMOVE"; data: { id: Id } }
  | { name: "USER_UPDATE"; data: User };

export function createHome({ user, private_channels = [], relationships = [] }: HomeReady): GuildState {
  const self = user ? { [user.id]: person(user) } : {};
  const home: GuildState = {
    id: HOME,
    name: "",
    icon: null,
    ownerId: "",
    channels: {},
    threads: {},
    roles: { [HOME]: EVERYONE },
    members: self,
    memberCount: 0,
    voice: {},
    isWhole: true,
    ...NOBODY,
  };
  const told = relationships.reduce(withRelationship, home);
  return settled(private_channels.reduce(withConversation, told));
}

export function reduceHome(home: GuildState, event: HomeEvent): GuildState {
  switch (event.name) {
    case "CHANNEL_CREATE":
    case "CHANNEL_UPDATE":
      return settled(withConversation(home, event.data));
    case "CHANNEL_DELETE": {
      const { [event.data.id]: _gone, ...channels } = home.channels;
      return { ...home, channels };
    }
    case "RELATIONSHIP_ADD":
      return settled(withRelationship(home, event.data));
    case "RELATIONSHIP_REMOVE": {
      const known = home.members[event.data.id];
      return known ? settled(withPerson(home, person(known.user))) : home;
    }
    case "USER_UPDATE":
      return withPerson(home, person(event.data));
    default:
      return event satisfies never;
  }
}

/** The one spoken in last comes first. `newest`: the last message of each, as far as it is known. */
export function arrangeConversations(home: GuildState, newest: Readonly<Record<Id, Id>>): Channel[] {
  const last = ({ id, last_message_id }: Channel) => newest[id] ?? last_message_id ?? id;
  return Object.values(home.channels).sort((a, b) => compareIds(last(b), last(a)));
}

/** Who is in it besides the reader, by the names that they have now. */
export function recipientsOf(home: GuildState, { recipients = [] }: Channel): User[] {
  return recipients.map((user) => home.members[user.id]?.user ?? user);
}

export function isGroup({ type }: Pick<Channel, "type">): boolean {
  return type === CHANNEL_GROUP;
}

/** HM1 */
function settled(home: GuildState): GuildState {
  const settle = (channel: Channel): Channel => {
    const mayWrite = isGroup(channel) || (channel.recipients ?? []).every((user) => isOpenTo(home, user));
    return { ...channel, permission_overwrites: mayWrite ? [] : [READ_ONLY] };
  };
  const channels = Object.entries(home.channels).map(([id, channel]) => [id, settle(channel)]);
  return { ...home, channels: Object.fromEntries(channels) };
}

function withConversation(home: GuildState, told: Channel): GuildState {
  const channels = { ...home.channels, [told.id]: told };
  const people = (told.recipients ?? []).map((user) => person(user, home.members[user.id]?.roles));
  return people.reduce(withPerson, { ...home, channels });
}

function withRelationship(home: GuildState, { type, user }: Relationship): GuildState {
  const marks: Record<number, string[]> = { [FRIEND]: [BEFRIENDED], [BLOCKED]: [SHUT_OUT] };
  return withPerson(home, person(user, marks[type]));
}

function withPerson(home: GuildState, member: Member): GuildState {
  const { id } = member.user;
  const members = { ...home.members, [id]: member };
  if (member.roles.includes(BEFRIENDED)) return { ...home, members };
  // HM3
  return { ...home, members, ...withoutPresence(home, id) };
}

function person(user: User, roles: Member["roles"] = []): Member {
  return { user, nick: null, roles, joined_at: "" };
}

/** How a friend is; nobody knows it of others. */
export function statusAtHome(home: GuildState | undefined, id: Id): Status | undefined {
  return home && isFriend(home, id) ? (home.statuses[id] ?? "offline") : undefined;
}

/** Whether a bot that is not blocked still shares a guild with the reader, only the server knows. */
function isOpenTo(home: GuildState, { id, bot }: User): boolean {
  return isFriend(home, id) || (bot === true && !home.members[id]?.roles.includes(SHUT_OUT));
}

function isFriend(home: GuildState, id: Id): boolean {
  return home.members[id]?.roles.includes(BEFRIENDED) ?? false;
}
