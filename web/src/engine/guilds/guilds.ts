/**
 * The guilds that the signed-in user is in, as the gateway tells of them.
 *
 * - GU1  A GUILD_CREATE replaces all that was known of its guild; what READY does not name is gone.
 * - GU2  What is in no guild is in the one that stands for them, which has no place in the order.
 * - GU3  The name of one that is gone is known as long as the session lasts, so that it can be said which it was.
 */
import type { CallCreate } from "../calls.ts";
import type { Relationship } from "../friends.ts";
import type { MembersChunk } from "../member-requests.ts";
import { readVoiceStates, type VoiceStates, withoutChannel, withVoiceState } from "../voice/states.ts";
import type {
  Channel,
  Guild,
  GuildCreate,
  Id,
  Member,
  MemberWithoutUser,
  Presence,
  Role,
  User,
  VoiceState,
} from "../wire.ts";
import { createHome, HOME, type HomeReady, reduceHome } from "./home.ts";
import { NOBODY, type Presences, withoutPresence, withPresences } from "./presences.ts";
import { countMessage, reduceThreads, type ThreadEvent, withoutParent } from "./threads.ts";

export interface GuildState extends Presences {
  readonly id: Id;
  readonly name: string;
  readonly icon: string | null;
  readonly ownerId: Id;
  readonly channels: Readonly<Record<Id, Channel>>;
  /** The active ones, and those that were opened. */
  readonly threads: Readonly<Record<Id, Channel>>;
  readonly roles: Readonly<Record<Id, Role>>;
  readonly members: Readonly<Record<Id, Member>>;
  readonly memberCount: number;
  /** Who is in its voice channels, by user. */
  readonly voice: VoiceStates;
  /** Whether all members were given, so that each who comes is known. */
  readonly isWhole: boolean;
}

export interface GuildsState {
  /** In the order of joining. */
  readonly order: readonly Id[];
  readonly guilds: Readonly<Record<Id, GuildState>>;
  /** Guilds that READY named and that have not come yet. Null: no READY yet. */
  readonly awaited: readonly Id[] | null;
  /** The names of those that were there in this session and are not any more. */
  readonly gone: Readonly<Record<Id, string>>;
}

export type GuildMembersChunk = MembersChunk & { guild_id: Id; members: Member[]; presences?: Presence[] };

export const NO_GUILDS: GuildsState = { order: [], guilds: {}, awaited: null, gone: {} };

export type GuildEvent =
  | { name: "READY"; data: HomeReady & { guilds: { id: Id }[] } }
  | { name: "GUILD_CREATE"; data: GuildCreate }
  | { name: "GUILD_UPDATE"; data: Guild }
  | { name: "GUILD_DELETE"; data: { id: Id; unavailable?: boolean } }
  | { name: "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "CHANNEL_DELETE"; data: Channel }
  | { name: "GUILD_ROLE_CREATE" | "GUILD_ROLE_UPDATE"; data: { guild_id: Id; role: Role } }
  | { name: "GUILD_ROLE_DELETE"; data: { guild_id: Id; role_id: Id } }
  | { name: "GUILD_MEMBER_ADD" | "GUILD_MEMBER_UPDATE"; data: Member & { guild_id: Id } }
  | { name: "GUILD_MEMBER_REMOVE"; data: { guild_id: Id; user: User } }
  | { name: "GUILD_MEMBERS_CHUNK"; data: GuildMembersChunk }
  | { name: "X_PRESENCES"; data: { guild_id: Id | null; presences: Presence[] } }
  | { name: "PRESENCE_UPDATE"; data: Presence & { guild_id: Id } }
  | { name: "RELATIONSHIP_ADD"; data: Relationship }
  | { name: "RELATIONSHIP_REMOVE"; data: { id: Id } }
  | { name: "USER_UPDATE"; data: User }
  | { name: "VOICE_STATE_UPDATE"; data: VoiceState }
  | { name: "CALL_CREATE"; data: CallCreate }
  | ThreadEvent;

const NAMES: ReadonlySet<string> = new Set<GuildEvent["name"]>([
  "READY",
  "GUILD_CREATE",
  "GUILD_UPDATE",
  "GUILD_DELETE",
  "CHANNEL_CREATE",
  "CHANNEL_UPDATE",
  "CHANNEL_DELETE",
  "GUILD_ROLE_CREATE",
  "GUILD_ROLE_UPDATE",
  "GUILD_ROLE_DELETE",
  "GUILD_MEMBER_ADD",
  "GUILD_MEMBER_UPDATE",
  "GUILD_MEMBER_REMOVE",
  "GUILD_MEMBERS_CHUNK",
  "X_PRESENCES",
  "PRESENCE_UPDATE",
  "RELATIONSHIP_ADD",
  "RELATIONSHIP_REMOVE",
  "USER_UPDATE",
  "VOICE_STATE_UPDATE",
  "CALL_CREATE",
  "THREAD_CREATE",
  "THREAD_UPDATE",
  "THREAD_DELETE",
  "THREAD_LIST_SYNC",
  "THREAD_MEMBER_UPDATE",
  "THREAD_MEMBERS_UPDATE",
]);

/** A message came into a thread. */
export function countThreadMessage(
  state: GuildsState,
  guildId: Id,
  message: { id: Id; channel_id: Id },
): GuildsState {
  return change(state, guildId, (guild) => {
    const threads = countMessage(guild.threads, message.channel_id, message.id);
    return threads === guild.threads ? guild : { ...guild, threads };
  });
}

export function asGuildEvent(name: string, data: unknown): GuildEvent | null {
  return NAMES.has(name) ? ({ name, data } as GuildEvent) : null;
}

/** `self`: the reader. */
export function reduceGuilds(state: GuildsState, event: GuildEvent, self: Id): GuildsState {
  switch (event.name) {
    case "READY":
      return keepOnly(
        state,
        event.data.guilds.map(({ id }) => id),
        createHome(event.data),
      );
    case "GUILD_CREATE":
      return create(state, event.data);
    case "GUILD_DELETE":
      return event.data.unavailable ? state : drop(state, event.data.id);
    case "RELATIONSHIP_ADD":
    case "RELATIONSHIP_REMOVE":
    case "USER_UPDATE":
      return change(state, HOME, (home) => reduceHome(home, event));
    case "CALL_CREATE": {
      const { channel_id, voice_states } = event.data;
      return change(state, HOME, (home) => {
        const others = withoutChannel(home.voice, channel_id);
        return { ...home, voice: voice_states.reduce(withVoiceState, others) };
      });
    }
    default:
      return change(state, guildIdOf(event), (guild) => reduceGuild(guild, event, self));
  }
}

type InnerEvent = Exclude<
  GuildEvent,
  {
    name:
      | "READY"
      | "GUILD_CREATE"
      | "GUILD_DELETE"
      | "RELATIONSHIP_ADD"
      | "RELATIONSHIP_REMOVE"
      | "USER_UPDATE"
      | "CALL_CREATE";
  }
>;

function guildIdOf(event: InnerEvent): Id {
  return event.name === "GUILD_UPDATE" ? event.data.id : (event.data.guild_id ?? HOME);
}

function reduceGuild(guild: GuildState, event: InnerEvent, self: Id): GuildState {
  switch (event.name) {
    case "GUILD_UPDATE": {
      const { name, icon, owner_id, roles } = event.data;
      return { ...guild, name, icon, ownerId: owner_id, roles: roles ? byId(roles) : guild.roles };
    }
    case "CHANNEL_CREATE":
    case "CHANNEL_UPDATE":
      if (guild.id === HOME) return reduceHome(guild, event);
      return { ...guild, channels: { ...guild.channels, [event.data.id]: event.data } };
    case "CHANNEL_DELETE":
      return {
        ...guild,
        channels: without(guild.channels, event.data.id),
        threads: withoutParent(guild.threads, event.data.id),
        voice: withoutChannel(guild.voice, event.data.id),
      };
    case "GUILD_ROLE_CREATE":
    case "GUILD_ROLE_UPDATE":
      return { ...guild, roles: { ...guild.roles, [event.data.role.id]: event.data.role } };
    case "GUILD_ROLE_DELETE":
      return { ...guild, roles: without(guild.roles, event.data.role_id) };
    case "GUILD_MEMBER_ADD":
      return counted(guild, withMember(guild, event.data));
    case "GUILD_MEMBER_UPDATE":
      return withMember(guild, event.data);
    case "GUILD_MEMBER_REMOVE":
      return withoutMember(guild, event.data.user.id);
    case "GUILD_MEMBERS_CHUNK":
      return addMembers(guild, event.data.members, event.data.presences ?? []);
    case "X_PRESENCES":
      return { ...guild, ...withPresences(guild, event.data.presences) };
    case "PRESENCE_UPDATE":
      return { ...guild, ...withPresences(guild, [event.data]) };
    case "VOICE_STATE_UPDATE":
      return withSpeaker({ ...guild, voice: withVoiceState(guild.voice, event.data) }, event.data);
    case "THREAD_CREATE":
    case "THREAD_UPDATE":
    case "THREAD_DELETE":
    case "THREAD_LIST_SYNC":
    case "THREAD_MEMBER_UPDATE":
    case "THREAD_MEMBERS_UPDATE":
      return { ...guild, threads: reduceThreads(guild.threads, event, self) };
    default:
      return event satisfies never;
  }
}

function keepOnly(state: GuildsState, ids: readonly Id[], home: GuildState): GuildsState {
  const kept = Object.fromEntries(Object.entries(state.guilds).filter(([id]) => ids.includes(id)));
  const order = state.order.filter((id) => ids.includes(id));
  const lost = state.order.filter((id) => !ids.includes(id));
  const gone = { ...state.gone, ...namesOf(state, lost) };
  return { order, guilds: { ...kept, [HOME]: home }, awaited: ids, gone };
}

function create(state: GuildsState, data: GuildCreate): GuildsState {
  const guild: GuildState = {
    id: data.id,
    name: data.name,
    icon: data.icon,
    ownerId: data.owner_id,
    channels: byId(data.channels),
    threads: byId(data.threads ?? []),
    roles: byId(data.roles),
    members: Object.fromEntries(data.members.map((member) => [member.user.id, member])),
    memberCount: data.member_count,
    voice: readVoiceStates(data.voice_states ?? []),
    isWhole: data.members.length >= data.member_count,
    ...withPresences(NOBODY, data.presences),
  };
  return {
    order: state.order.includes(data.id) ? state.order : [...state.order, data.id],
    guilds: { ...state.guilds, [data.id]: guild },
    awaited: state.awaited?.filter((id) => id !== data.id) ?? null,
    gone: without(state.gone, data.id),
  };
}

function drop(state: GuildsState, id: Id): GuildsState {
  return {
    order: state.order.filter((other) => other !== id),
    guilds: without(state.guilds, id),
    awaited: state.awaited?.filter((other) => other !== id) ?? null,
    gone: { ...state.gone, ...namesOf(state, [id]) },
  };
}

function namesOf({ guilds }: GuildsState, ids: readonly Id[]): Record<Id, string> {
  return Object.fromEntries(ids.flatMap((id) => (guilds[id] ? [[id, guilds[id].name]] : [])));
}

function change(state: GuildsState, id: Id, apply: (guild: GuildState) => GuildState): GuildsState {
  const guild = state.guilds[id];
  if (!guild) return state;
  const next = apply(guild);
  return next === guild ? state : { ...state, guilds: { ...state.guilds, [guild.id]: next } };
}

function withMember(guild: GuildState, member: MemberWithoutUser): GuildState {
  if (!member.user) return guild;
  return { ...guild, members: { ...guild.members, [member.user.id]: member as Member } };
}

/** Who comes into a voice channel is shown there, known or not. */
function withSpeaker(guild: GuildState, { user_id, member }: VoiceState): GuildState {
  return member && !guild.members[user_id] ? withMember(guild, member) : guild;
}

/** Only who comes is counted: an update may be about somebody who is not loaded. */
function counted(before: GuildState, after: GuildState): GuildState {
  const came = Object.keys(after.members).length - Object.keys(before.members).length;
  return { ...after, memberCount: before.memberCount + came };
}

function withoutMember(guild: GuildState, userId: Id): GuildState {
  const members = without(guild.members, userId);
  const memberCount = Math.max(0, guild.memberCount - 1);
  return { ...guild, members, memberCount, ...withoutPresence(guild, userId) };
}

function addMembers(guild: GuildState, added: readonly Member[], presences: readonly Presence[]): GuildState {
  const members = { ...guild.members };
  for (const member of added) members[member.user.id] = member;
  // Whoever is not there is not among the presences.
  const gone = added.map(({ user }): Presence => ({ user, status: "offline" }));
  return { ...guild, members, ...withPresences(guild, [...gone, ...presences]) };
}

function byId<T extends { id: Id }>(items: readonly T[]): Record<Id, T> {
  return Object.fromEntries(items.map((item) => [item.id, item]));
}

function without<T>(record: Readonly<Record<Id, T>>, id: Id): Record<Id, T> {
  const { [id]: _gone, ...rest } = record;
  return rest;
}
