/**
 * The wire objects of the public API, reduced to what this client reads. Those of REST are cut from the
 * types that are generated from the server's description of itself, so that no field can go or change
 * unnoticed; those that only the gateway sends are written here. Ids are decimal strings: they do not fit
 * a JavaScript number.
 */
import type { components } from "./api-types";

type Schemas = components["schemas"];

/** Some fields of an object; the last ones need not be there, for example in an event. */
type Read<Whole, Fields extends keyof Whole, Sometimes extends keyof Whole = never> = Pick<Whole, Fields> &
  Partial<Pick<Whole, Sometimes>>;

/** Numbers that a newer server may have more of. */
interface Kind {
  type: number;
}

export type Id = string;

export type User = Read<Schemas["User"], "id" | "username" | "global_name" | "avatar", "bot">;

/** `bio`: what they say of themselves. */
export type Profile = Read<Schemas["Profile"], "bio" | "mutual_guilds">;

export type InstanceRole = Schemas["InstanceRole"];

export type Me = Read<Schemas["Me"], "instance_role">;

export type InstanceSettings = Schemas["InstanceSettings"];

export type InstanceUser = Read<
  Schemas["InstanceUser"],
  "instance_role" | "created_at" | "suspension" | "mfa_enabled"
> & {
  user: User;
};

export type InstanceLogEntry = Schemas["InstanceLogEntry"];

/** `managed`: it belongs to a program, and changes with it only. */
export type Role = Read<
  Schemas["Role"],
  "id" | "name" | "permissions" | "position" | "color" | "hoist",
  "managed" | "mentionable"
>;

/** `communication_disabled_until`: the end of a time-out, which may have passed. */
export type Member = Read<
  Schemas["Member"],
  "nick" | "roles" | "joined_at",
  "communication_disabled_until"
> & { user: User };

/** The member object inside an event that names its user elsewhere. */
export type MemberWithoutUser = Omit<Member, "user"> & { user?: User };

export const CHANNEL_TEXT = 0;
export const CHANNEL_DIRECT = 1;
export const CHANNEL_VOICE = 2;
export const CHANNEL_GROUP = 3;
export const CHANNEL_CATEGORY = 4;
export const CHANNEL_ANNOUNCEMENTS = 5;
export const THREAD_NEWS = 10;
export const THREAD_PUBLIC = 11;
export const THREAD_PRIVATE = 12;

/** Whether messages are written there, of channels of a guild. */
export function holdsMessages({ type }: Kind): boolean {
  return type === CHANNEL_TEXT || type === CHANNEL_ANNOUNCEMENTS;
}

export function isThread({ type }: Kind): boolean {
  return type === THREAD_NEWS || type === THREAD_PUBLIC || type === THREAD_PRIVATE;
}

/** `id` is the thread. */
export interface ThreadMember {
  id: Id;
  user_id: Id;
  join_timestamp: string;
  /** Only where it was asked for. */
  member?: Member;
}

/** What only threads have, but for the owner, whom groups have too. */
interface ThreadFields {
  owner_id?: Id;
  message_count?: number;
  /** Counted to 50. */
  member_count?: number;
  thread_metadata?: {
    archived: boolean;
    locked: boolean;
    auto_archive_duration: number;
    archive_timestamp?: string;
  };
  /** The reader in it. */
  member?: ThreadMember;
}

/** `type` 0 is a role, 1 a member. */
export type Overwrite = Read<Schemas["Overwrite"], "id" | "allow" | "deny"> & Kind;

type TextDetail = Schemas["TextDetail"];

export type Channel = Read<Schemas["Channel"], "id" | "position" | "parent_id", "guild_id"> &
  Read<TextDetail, never, "topic" | "last_message_id" | "rate_limit_per_user"> &
  Read<Schemas["VoiceDetail"], never, "bitrate" | "user_limit"> &
  Kind &
  ThreadFields & {
    name: string | null;
    permission_overwrites?: Overwrite[];
    /** Of a conversation outside of guilds: who is in it besides the reader. */
    recipients?: User[];
  };

export type Status = "online" | "idle" | "dnd" | "offline";

export interface Presence {
  user: { id: Id };
  status: Status;
  activities?: { type: number; state?: string | null }[];
}

/** Where somebody is in voice; nowhere any more without a channel. */
export interface VoiceState {
  guild_id?: Id | null;
  channel_id: Id | null;
  user_id: Id;
  session_id: string;
  /** By moderators. */
  mute: boolean;
  deaf: boolean;
  /** By themselves. */
  self_mute: boolean;
  self_deaf: boolean;
  /** They may listen there, and not speak. */
  suppress: boolean;
  member?: Member | null;
}

export type GuildSummary = Read<Schemas["Guild"], "id" | "name" | "icon">;

export type Guild = GuildSummary & Read<Schemas["Guild"], "owner_id"> & { roles: Role[] };

export type GuildCreate = Guild & {
  channels: Channel[];
  /** The active ones. */
  threads?: Channel[];
  members: Member[];
  presences: Presence[];
  voice_states?: VoiceState[];
  member_count: number;
  /** When the reader joined; a tab that joins another one's session is not told it. */
  joined_at?: string;
};

/** `id` is null for those of Unicode, whose name is the emoji itself. */
export type Emoji = { id: Id | null; name: string | null };

export type Reaction = Read<Schemas["Reaction"], "count" | "me"> & { emoji: Emoji };

export const MESSAGE_DEFAULT = 0;
export const MESSAGE_RECIPIENT_ADDED = 1;
export const MESSAGE_RECIPIENT_REMOVED = 2;
export const MESSAGE_CALL = 3;
export const MESSAGE_RENAMED = 4;
export const MESSAGE_PINNED = 6;
export const MESSAGE_JOINED = 7;
export const MESSAGE_REPLY = 19;
export const MESSAGE_THREAD_CREATED = 18;
/** The first one of a thread: it names the message that the thread began at. */
export const MESSAGE_THREAD_STARTER = 21;

/** `flags`: 8 hides it until it is asked for; so does a name that begins with `SPOILER_`. */
export type Attachment = Read<
  Schemas["Attachment"],
  "id" | "filename" | "size" | "url" | "proxy_url" | "content_type" | "description" | "width" | "height",
  "flags"
>;

type MessageBody = Read<
  Schemas["Message"],
  "id" | "channel_id" | "content" | "timestamp" | "edited_timestamp" | "mention_everyone",
  "mention_roles" | "pinned" | "embeds" | "flags"
>;

/** Events carry no `reactions`; `referenced_message` is null when what was answered is gone. */
export type Message = MessageBody &
  Kind & {
    guild_id?: Id;
    author: User;
    mentions: User[];
    nonce?: string | number | null;
    reactions?: readonly Reaction[];
    attachments?: readonly Attachment[];
    message_reference?: { message_id?: Id; channel_id?: Id } | null;
    referenced_message?: Message | null;
    /** The one that began at it. */
    thread?: Channel;
    /** What became of the call that it tells of. */
    call?: Schemas["MessageCall"];
  };

/** `uses` and `max_uses` are only for those who manage invites; `max_uses` 0 is any number. */
/** Values are of any kind: `key` says which. */
export interface AuditChange {
  key: string;
  old_value?: unknown;
  new_value?: unknown;
}

/** `action_type` may be one that only a newer server knows. */
export type AuditEntry = Read<Schemas["AuditLogEntry"], "id" | "user_id" | "target_id"> & {
  action_type: number;
  changes?: readonly AuditChange[];
  options?: Partial<Schemas["AuditLogOptions"]>;
  reason?: string;
};

export interface AuditLog {
  audit_log_entries: readonly AuditEntry[];
  users: readonly User[];
  threads: readonly Pick<Channel, "id" | "name">[];
}

export type Invite = Read<
  Schemas["Invite"],
  "code",
  "approximate_member_count" | "approximate_presence_count" | "expires_at" | "uses" | "max_uses"
> & {
  guild: GuildSummary | null;
  channel: (Read<Schemas["InviteChannel"], "id"> & Kind & { name: string | null }) | null;
  inviter?: User | null;
};

/** A message that somebody should look at. */
export type Report = Omit<Schemas["Report"], "author" | "reporter" | "claimed_by" | "resolved_by"> & {
  author: User;
  reporter: User | null;
  claimed_by: User | null;
  resolved_by: User | null;
};

/** What may not be written in a guild. */
export type WordRule = Schemas["WordRule"];

/** What a guild holds back of those who want in. */
export type Brakes = Schemas["Brakes"];

/** Who is kept out of a guild, and why. */
export interface Ban {
  reason: Schemas["Ban"]["reason"];
  user: User;
}

export interface ReadState {
  channel_id: Id;
  last_message_id: Id | null;
  mention_count: number;
}

/** What every way of signing in answers with; `user` is left out by none of them. */
export type Credentials = Read<Schemas["Granted"], "access_token" | "expires_in"> & {
  user?: User;
  guild?: Guild;
};
