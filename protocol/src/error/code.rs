//! The numbers, each with its sentence and its usual HTTP status.

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($( $(#[$doc:meta])* $variant:ident = $number:literal, $status:literal, $message:literal; )+) => {
        /// What went wrong, as a number that clients branch on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ErrorCode {
            $( $(#[$doc])* $variant, )+
        }

        impl ErrorCode {
            /// All codes.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];

            /// The number on the wire.
            pub const fn number(self) -> u32 {
                match self {
                    $( Self::$variant => $number, )+
                }
            }

            /// The HTTP status that goes with it unless a route says otherwise.
            pub const fn status(self) -> u16 {
                match self {
                    $( Self::$variant => $status, )+
                }
            }

            /// A sentence for people.
            pub const fn message(self) -> &'static str {
                match self {
                    $( Self::$variant => $message, )+
                }
            }
        }
    };
}

codes! {
    /// No such route.
    NotFound = 0, 404, "There is nothing at this address.";
    /// The route has no such method. The number is 0 as well.
    MethodNotAllowed = 0, 405, "This address does not answer that method.";
    /// What RFC 9112 calls malformed. The number is 0 as well.
    BadRequest = 0, 400, "This is not a valid HTTP request.";
    /// The body stopped coming. The number is 0 as well.
    BodyTimeout = 0, 408, "The body of the request did not come in time.";
    /// A page of another site asks. The number is 0 as well.
    CrossSite = 0, 403, "Only pages of this server may ask for that.";
    /// No token, or one that is no longer good. The number is 0 as well.
    Unauthorized = 0, 401, "The token is missing, wrong or no longer valid.";
    /// Too many requests. The number is 0 as well.
    RateLimited = 0, 429, "Too many requests: wait, then try again.";
    /// Something broke here. The number is 0 as well.
    Internal = 0, 500, "The server failed; this was not your doing.";
    /// No such channel, or not for the caller to know of.
    UnknownChannel = 10003, 404, "There is no such channel.";
    /// No such guild, or not for the caller to know of.
    UnknownGuild = 10004, 404, "There is no such guild.";
    /// No such invite, or it ended or was used up.
    UnknownInvite = 10006, 404, "There is no such invite, or it has ended.";
    /// Not a member.
    UnknownMember = 10007, 404, "There is no such member in this guild.";
    /// No such message.
    UnknownMessage = 10008, 404, "There is no such message.";
    /// No such overwrite.
    UnknownOverwrite = 10009, 404, "The channel has no such exception.";
    /// No such role.
    UnknownRole = 10011, 404, "There is no such role in this guild.";
    /// No such user.
    UnknownUser = 10013, 404, "There is no such user.";
    /// No such emoji.
    UnknownEmoji = 10014, 404, "There is no such emoji.";
    /// No such webhook.
    UnknownWebhook = 10015, 404, "There is no such webhook.";
    /// No such gateway session.
    UnknownSession = 10020, 404, "There is no such session.";
    /// Not banned.
    UnknownBan = 10026, 404, "This user is not banned here.";
    /// Only people may do this.
    BotsNotAllowed = 20001, 403, "Bots cannot do this.";
    /// Only bots may do this.
    OnlyBots = 20002, 403, "Only bots can do this.";
    /// Slow mode.
    SlowMode = 20016, 429, "This channel is in slow mode: wait before posting again.";
    /// Too many guilds.
    TooManyGuilds = 30001, 400, "No more guilds can be joined.";
    /// Too many friends and requests, of the caller or of the other one.
    TooManyRelationships = 30002, 400, "No more friends, requests or blocked users fit.";
    /// Too many pins.
    TooManyPins = 30003, 400, "No more messages can be pinned in this channel.";
    /// Too many people in a group.
    TooManyRecipients = 30004, 400, "No more than 10 people fit into a group.";
    /// Too many roles.
    TooManyRoles = 30005, 400, "No more roles fit into this guild.";
    /// Too many webhooks.
    TooManyWebhooks = 30007, 400, "No more webhooks fit into this channel.";
    /// Too many emojis.
    TooManyEmojis = 30008, 400, "No more emojis fit into this guild.";
    /// Too many reactions.
    TooManyReactions = 30010, 400, "No more reactions fit under this message.";
    /// Too many groups and conversations, of the caller or of somebody else.
    TooManyGroups = 30011, 400, "One of these people is in as many conversations as they may be.";
    /// Too many channels.
    TooManyChannels = 30013, 400, "No more channels fit into this guild.";
    /// Too many files.
    TooManyAttachments = 30015, 400, "No more files fit into this message.";
    /// Too many invites.
    TooManyInvites = 30016, 400, "No more invites fit into this guild.";
    /// Too many members of a thread.
    TooManyThreadMembers = 30033, 400, "No more members fit into this thread.";
    /// Too many overwrites.
    TooManyOverwrites = 30060, 400, "No more exceptions fit into this channel.";
    /// The body is too large.
    TooLarge = 40005, 413, "The request is too large.";
    /// Banned from the guild.
    BannedHere = 40007, 403, "This user is banned from the guild.";
    /// Not in voice.
    NotInVoice = 40032, 400, "This user is in no voice channel here.";
    /// A channel of one's guild that one may not see.
    MissingAccess = 50001, 403, "You cannot see this.";
    /// Not in a direct conversation.
    NotInDirect = 50003, 403, "This cannot be done in a direct conversation.";
    /// A message of somebody else.
    NotTheAuthor = 50005, 403, "Only its author can edit a message.";
    /// A message without anything in it.
    EmptyMessage = 50006, 400, "A message needs text, a file or an embed.";
    /// This user takes no direct messages from the caller.
    CannotMessageUser = 50007, 403, "You cannot send messages to this user.";
    /// No text in this kind of channel.
    NotATextChannel = 50008, 400, "This channel takes no messages.";
    /// Not allowed.
    MissingPermissions = 50013, 403, "You are not allowed to do this.";
    /// Too few or too many messages to delete at once.
    BulkDeleteCount = 50016, 400, "Between 2 and 100 messages can be deleted at once.";
    /// A message of this kind cannot be changed.
    SystemMessage = 50021, 403, "This cannot be done to a message of the system.";
    /// Not in this kind of channel.
    WrongChannelType = 50024, 400, "This cannot be done in a channel of this kind.";
    /// A webhook's token is wrong.
    InvalidWebhookToken = 50027, 401, "The webhook's token is wrong.";
    /// A role that cannot be used so.
    InvalidRole = 50028, 400, "This role cannot be used here.";
    /// A message too old to delete with others.
    TooOldToBulkDelete = 50034, 400, "One of the messages is too old to be deleted with others.";
    /// Fields were wrong.
    InvalidFormBody = 50035, 400, "Something in the request is wrong; see errors.";
    /// A file is too large.
    FileTooLarge = 50045, 400, "A file is too large.";
    /// Not in an archived thread.
    ThreadArchived = 50083, 400, "This thread is archived.";
    /// The body is no JSON.
    InvalidJson = 50109, 400, "The body is not valid JSON.";
    /// A code of a second factor that is wrong or was used before.
    WrongMfaCode = 60008, 400, "The code is wrong, or it was used before.";
    /// The other one takes no request from the caller.
    CannotAskUser = 80000, 403, "This user takes no friend request from you.";
    /// The caller blocks the other one.
    BlockedUser = 80001, 400, "You block this user: unblock them first.";
    /// To oneself or to a bot.
    NoFriendOfThatKind = 80003, 400, "Only other people can be your friends.";
    /// To a message of somebody who is blocked, or blocks.
    ReactionBlocked = 90001, 403, "You cannot react to this message.";
    /// A reply to a message that cannot be replied to.
    CannotReply = 160002, 400, "This message cannot be replied to.";
    /// A message begins one thread.
    HasThread = 160004, 400, "A thread was already opened on this message.";
    /// The thread is locked.
    ThreadLocked = 160005, 403, "This thread is locked.";
    /// Too many active threads.
    TooManyThreads = 160006, 400, "No more threads can be active in this guild.";
    /// A rule of the guild does not allow what a message says.
    BlockedByRule = 200000, 400, "A rule of this guild does not allow this message.";
    /// A rule of the guild does not allow a thread's name.
    NameBlockedByRule = 200001, 400, "A rule of this guild does not allow this name.";
    /// Nobody of many could be banned.
    NobodyBanned = 500000, 400, "None of these users could be banned.";
    /// The instance has no owner yet.
    Unclaimed = 900001, 503, "This server has no owner yet: open its set-up link.";
    /// Nobody can register.
    RegistrationsClosed = 900002, 403, "This server takes no new accounts.";
    /// Registering needs an invite.
    InviteNeeded = 900003, 403, "An invite is needed for an account on this server.";
    /// The instance takes no changes.
    ReadOnlyInstance = 900004, 403, "This server takes no changes at present.";
    /// The channel is locked.
    ChannelLocked = 900005, 403, "This channel is locked.";
    /// The channel is archived.
    ChannelArchived = 900006, 403, "This channel is archived.";
    /// The account is suspended.
    Suspended = 900007, 403, "This account is suspended.";
    /// The store is unavailable or full.
    StoreUnavailable = 900008, 503, "The server cannot store anything right now: try again.";
    /// Too many wrong logins.
    TooManyLogins = 900009, 429, "Too many logins were tried: wait, then try again.";
    /// Wrong name or password.
    WrongLogin = 900010, 401, "The name or the password is wrong.";
    /// Too many subscriptions.
    TooManySubscriptions = 900011, 403, "No more channels can be subscribed to in one session.";
    /// Too many bots of one person.
    TooManyBots = 900012, 400, "You cannot make any more bots.";
    /// No more files of this user fit.
    FileQuota = 900013, 413, "Your files take all the room that they may: delete some first.";
    /// Whoever owns a guild goes only after it.
    OwnsGuilds = 900014, 400, "You own guilds: delete them or hand them to somebody first.";
    /// No more people fit into a voice channel.
    RoomFull = 900015, 400, "This voice channel is full.";
    /// Sound would have to go from each to each other, and somebody hides their address.
    AddressHidden = 900016, 400, "Your address is hidden, and this server runs no media server to talk through.";
    /// Only administrators make guilds.
    GuildsByAdmins = 900017, 403, "Only administrators can make guilds on this server.";
    /// No such rule.
    UnknownWordRule = 900018, 404, "There is no such rule in this guild.";
    /// Too many rules.
    TooManyWordRules = 900019, 400, "No more rules fit into this guild.";
    /// No such report, or not for the caller to know of.
    UnknownReport = 900020, 404, "There is no such report in this guild.";
    /// Somebody else takes care of the report, or is done with it.
    ReportTaken = 900021, 400, "Somebody else takes care of this report.";
    /// A second factor is there already.
    MfaAlreadyOn = 900023, 400, "This account already asks for a code at login.";
    /// There is no second factor.
    MfaOff = 900024, 400, "This account asks for no code at login.";
    /// A login that was half done is over.
    WrongMfaTicket = 900025, 400, "This login took too long or was tried too often: begin again.";
    /// The guild's brakes let nobody in.
    InvitesPaused = 900026, 403, "Nobody can join this guild at present: its invites are paused.";
    /// The guild's brakes do not let in an account that was made just now.
    AccountTooYoung = 900027, 403, "This account is too new to join this guild.";
    /// The guild's brakes let in no more people within a minute.
    TooManyJoins = 900028, 403, "Too many people join this guild right now: try again in a minute.";
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u32(self.number())
    }
}
