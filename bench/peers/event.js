// What a post becomes: a complete message object, as long as Confab's and the same as the baseline's
// (`loadtest/src/event.rs`). Servers that relay texts would win by sending less.

const FIRST_ID = 1_100_000_000_000_000_000n;
const AT = "2026-11-22T17:23:16.123000+00:00";

const REST = {
  guild_id: "100000000000000001",
  author: {
    id: "100000000000000003",
    username: "member000003",
    discriminator: "0",
    global_name: null,
    avatar: null,
    bot: false,
    public_flags: 0,
    flags: 0,
    banner: null,
    accent_color: null,
    avatar_decoration_data: null,
    primary_guild: null,
  },
  member: {
    nick: null,
    avatar: null,
    banner: null,
    roles: [],
    joined_at: AT,
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    communication_disabled_until: null,
  },
  timestamp: AT,
  edited_timestamp: null,
  tts: false,
  mention_everyone: false,
  mentions: [],
  mention_roles: [],
  attachments: [],
  embeds: [],
  components: [],
  pinned: false,
  type: 0,
  flags: 0,
  webhook_id: null,
  message_reference: null,
  referenced_message: null,
  reactions: [],
  thread: null,
};

let xSeq = 0;

export function messageCreate(content) {
  xSeq += 1;
  const head = { x_seq: xSeq, id: String(FIRST_ID + BigInt(xSeq)), channel_id: "100000000000000002" };
  return { op: 0, s: xSeq, t: "MESSAGE_CREATE", d: { ...head, content, ...REST } };
}
