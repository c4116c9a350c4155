/**
 * The wire objects of the public API, reduced to what this client reads.
 * Ids are decimal strings: they do not fit a JavaScript number.
 */

export type Id = string;

export interface User {
  id: Id;
  username: string;
  global_name: string | null;
  avatar: string | null;
  bot?: boolean;
}

export interface Role {
  id: Id;
  name: string;
  permissions: string;
  position: number;
  color: number;
  hoist: boolean;
  /** Belongs to a program, and changes with it only. */
  managed?: boolean;
  mentionable?: boolean;
}

export interface Member {
  user: User;
  nick: string | null;
  roles: Id[];
  joined_at: string;
}

/** The member object inside an event that names its user elsewhere. */
export type MemberWithoutUser = Omit<Member, "user"> & { user?: User };

export const CHANNEL_TEXT = 0;
export const CHANNEL_VOICE = 2;
export const CHANNEL_CATEGORY = 4;

export interface Overwrite {
  id: Id;
  /** 0 a role, 1 a member. */
  type: number;
  allow: string;
  deny: string;
}

export interface Channel {
  id: Id;
  type: number;
  guild_id?: Id;
  name: string | null;
  position: number;
  parent_id: Id | null;
  topic?: string | null;
  last_message_id?: Id | null;
  rate_limit_per_user?: number;
  permission_overwrites?: Overwrite[];
}

export type Status = "online" | "idle" | "dnd" | "offline";

export interface Presence {
  user: { id: Id };
  status: Status;
}

export interface GuildSummary {
  id: Id;
  name: string;
  icon: string | null;
}

export interface Guild extends GuildSummary {
  owner_id: Id;
  roles: Role[];
}

export interface GuildCreate extends Guild {
  channels: Channel[];
  members: Member[];
  presences: Presence[];
  member_count: number;
}

export interface Message {
  id: Id;
  channel_id: Id;
  guild_id?: Id;
  author: User;
  content: string;
  timestamp: string;
  edited_timestamp: string | null;
  mentions: User[];
  mention_everyone: boolean;
  mention_roles?: Id[];
  type: number;
  nonce?: string | number | null;
}

export interface Invite {
  code: string;
  guild: GuildSummary | null;
  channel: { id: Id; name: string | null; type: number } | null;
  inviter?: User;
  approximate_member_count?: number;
  approximate_presence_count?: number;
  /** Null: never. */
  expires_at?: string | null;
  /** Only for those who manage invites; `max_uses` 0 is any number. */
  uses?: number;
  max_uses?: number;
}

export interface ReadState {
  channel_id: Id;
  last_message_id: Id | null;
  mention_count: number;
}

/** What every way of signing in answers with; `user` is left out by none of them. */
export interface Credentials {
  user?: User;
  access_token: string;
  expires_in: number;
  guild?: Guild;
}
