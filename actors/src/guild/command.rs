//! What a guild can be asked to do, and why it may refuse.

use std::collections::BTreeSet;
use std::sync::Arc;

use protocol::permissions::{Overwrite, Permissions};
use protocol::{ChannelId, OverwriteId, ReportId, RoleId, UserId, WordRuleId};
use storage::records::{Invite, Report, ReportOutcome, User};

use super::patch::{
    BrakesPatch, ChannelPatch, ChannelPlace, GuildPatch, NewChannel, RolePatch, RolePlace,
};
use super::state::NewReport;
use super::thread_command::ThreadCommand;
use crate::channel::ActError;
use crate::room::VoiceError;
use crate::rules::{Refusal, RulePatch};
use crate::slot::Unavailable;
use crate::view::AccessError;

/// An act on a guild. `actor` is who asks.
#[derive(Debug, Clone)]
pub enum Command {
    /// Change the guild itself.
    Update {
        /// Who asks.
        actor: UserId,
        /// What to change.
        patch: GuildPatch,
    },
    /// Delete the guild.
    Delete {
        /// Who asks: the owner.
        actor: UserId,
    },
    /// Make a channel.
    CreateChannel {
        /// Who asks.
        actor: UserId,
        /// The channel.
        channel: NewChannel,
    },
    /// Change a channel.
    UpdateChannel {
        /// Who asks.
        actor: UserId,
        /// Which one.
        channel: ChannelId,
        /// What to change.
        patch: ChannelPatch,
    },
    /// Delete a channel.
    DeleteChannel {
        /// Who asks.
        actor: UserId,
        /// Which one.
        channel: ChannelId,
    },
    /// Put channels in another order, or under other categories.
    PlaceChannels {
        /// Who asks.
        actor: UserId,
        /// Those that move.
        places: Vec<ChannelPlace>,
    },
    /// Set a channel's exception for a role or a member.
    SetOverwrite {
        /// Who asks.
        actor: UserId,
        /// Which channel.
        channel: ChannelId,
        /// The exception; it takes the place of a former one for the same role or member.
        overwrite: Overwrite,
    },
    /// Take a channel's exception for a role or a member away.
    DeleteOverwrite {
        /// Who asks.
        actor: UserId,
        /// Which channel.
        channel: ChannelId,
        /// Whom the exception is about.
        about: OverwriteId,
    },
    /// Make a role.
    CreateRole {
        /// Who asks.
        actor: UserId,
        /// What it is to be; what is absent is as in v10.
        role: RolePatch,
    },
    /// Change a role.
    UpdateRole {
        /// Who asks.
        actor: UserId,
        /// Which one.
        role: RoleId,
        /// What to change.
        patch: RolePatch,
    },
    /// Put roles in another order.
    PlaceRoles {
        /// Who asks.
        actor: UserId,
        /// Those that move.
        places: Vec<RolePlace>,
    },
    /// Delete a role.
    DeleteRole {
        /// Who asks.
        actor: UserId,
        /// Which one.
        role: RoleId,
    },
    /// Give a member a role.
    GiveRole {
        /// Who asks.
        actor: UserId,
        /// Who gets it.
        target: UserId,
        /// Which one.
        role: RoleId,
    },
    /// Take a role from a member.
    TakeRole {
        /// Who asks.
        actor: UserId,
        /// Who loses it.
        target: UserId,
        /// Which one.
        role: RoleId,
    },
    /// Make an invite.
    CreateInvite {
        /// Who asks.
        actor: UserId,
        /// The channel that it leads to.
        channel: ChannelId,
        /// Seconds until it expires; 0 is never.
        max_age_s: u32,
        /// How often it can be used; 0 is without limit.
        max_uses: u32,
    },
    /// Take an invite back.
    DeleteInvite {
        /// Who asks.
        actor: UserId,
        /// Which one, as stored.
        invite: Invite,
    },
    /// Join by an invite, which is used once by it.
    Join {
        /// The new member.
        user: Arc<User>,
        /// The invite as stored.
        invite: Invite,
    },
    /// Show a member's account as it is now.
    Refresh {
        /// The account as stored.
        user: Arc<User>,
    },
    /// Leave.
    Leave {
        /// Who leaves.
        user: UserId,
    },
    /// Put a member out, who may come back.
    Kick {
        /// Who asks.
        actor: UserId,
        /// Who is meant.
        target: UserId,
    },
    /// Keep a user out, who goes when they are a member.
    Ban {
        /// Who asks.
        actor: UserId,
        /// Who is meant.
        user: Arc<User>,
        /// Why, in at most [`crate::REASON_CHARS_MAX`] characters.
        reason: Option<String>,
        /// Seconds whose messages of theirs go too.
        delete_message_s: u32,
    },
    /// Keep a user out no more.
    Unban {
        /// Who asks.
        actor: UserId,
        /// Who is meant.
        user: Arc<User>,
    },
    /// Bring a bot in, or change what its managed role may do.
    GrantBot {
        /// Who asks.
        actor: UserId,
        /// The bot.
        bot: Arc<User>,
        /// What its role may do.
        permissions: Permissions,
    },
    /// An act on a thread.
    Thread(ThreadCommand),
    /// Put a member in time-out, or end it.
    TimeOut {
        /// Who asks.
        actor: UserId,
        /// Who is meant.
        target: UserId,
        /// When it ends, in Unix milliseconds; none ends it now.
        until_ms: Option<i64>,
    },
    /// Call a member otherwise in this guild.
    Rename {
        /// Who asks.
        actor: UserId,
        /// Who is meant, themselves as well.
        target: UserId,
        /// The name; none is that of the account.
        nick: Option<String>,
    },
    /// Give a member these roles, and take all others but managed ones.
    SetRoles {
        /// Who asks.
        actor: UserId,
        /// Who is meant.
        target: UserId,
        /// The roles they have then.
        roles: BTreeSet<RoleId>,
    },
    /// Set the brakes.
    SetBrakes {
        /// Who asks.
        actor: UserId,
        /// What to change.
        patch: BrakesPatch,
    },
    /// Make a rule about words.
    CreateWordRule {
        /// Who asks.
        actor: UserId,
        /// What it is to be.
        rule: RulePatch,
    },
    /// Change a rule about words.
    UpdateWordRule {
        /// Who asks.
        actor: UserId,
        /// Which one.
        rule: WordRuleId,
        /// What to change.
        patch: RulePatch,
    },
    /// Delete a rule about words.
    DeleteWordRule {
        /// Who asks.
        actor: UserId,
        /// Which one.
        rule: WordRuleId,
    },
    /// Report a message.
    Report {
        /// Who asks.
        actor: UserId,
        /// Where the message is.
        channel: ChannelId,
        /// Which one, and why.
        report: NewReport,
    },
    /// Take a report, let go of it, or be done with it.
    UpdateReport {
        /// Who asks.
        actor: UserId,
        /// Which one.
        report: ReportId,
        /// What becomes of it.
        to: ReportMove,
        /// It as stored; the guild finds it.
        found: Option<Box<Report>>,
    },
    /// Put somebody in time-out who wrote against a rule. Only the engine asks for it.
    TimeOutByRule(Refusal),
    /// Mute or deafen somebody who is in voice, or end it.
    Silence {
        /// Who asks.
        actor: UserId,
        /// Who is meant.
        target: UserId,
        /// How.
        silence: Silence,
    },
}

/// A command, and why it is given.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What is asked for.
    pub command: Command,
    /// In the asker's words, for the audit log: at most [`crate::REASON_CHARS_MAX`] characters.
    pub reason: Option<String>,
}

impl Command {
    /// The command with a reason, if there is one.
    pub fn because(self, reason: Option<String>) -> Asked {
        Asked { command: self, reason }
    }
}

impl From<Command> for Asked {
    fn from(command: Command) -> Self {
        command.because(None)
    }
}

/// What a member may do in voice from now on, in all channels; absent stays.
#[derive(Debug, Clone, Copy)]
pub struct Silence {
    /// The voice channel where they are.
    pub channel: ChannelId,
    /// Whether they may not speak.
    pub mute: Option<bool>,
    /// Whether they may not hear.
    pub deaf: Option<bool>,
}

/// What an act led to.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Nothing to tell.
    Done,
    /// Somebody is a member who was none.
    Joined,
    /// Somebody is kept out who was not.
    Banned,
    /// Somebody is kept out no more.
    Unbanned,
    /// The channel that was made or changed.
    Channel(ChannelId),
    /// The role that was made or changed.
    Role(RoleId),
    /// The invite that was made or deleted.
    Invite(Invite),
    /// The rule that was made, changed or deleted.
    WordRule(WordRuleId),
    /// The report that was made or changed, as it is now.
    Report(Box<Report>),
}

/// What becomes of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportMove {
    /// The asker takes care of it.
    Claim,
    /// Nobody takes care of it any more.
    Release,
    /// The asker is done with it.
    Resolve(ReportOutcome),
}

/// A field of a request that is out of its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// A name's length.
    Name,
    /// A topic's length.
    Topic,
    /// What a channel cannot become.
    Kind,
    /// Slow mode.
    RateLimit,
    /// A voice channel's bitrate.
    Bitrate,
    /// A voice channel's limit.
    UserLimit,
    /// A category that is none.
    Parent,
    /// An invite's age.
    MaxAge,
    /// An invite's uses.
    MaxUses,
    /// How long ago messages were written that go with a ban: more than seven days.
    DeleteMessages,
    /// The end of a time-out, more than 28 days away.
    TimeOut,
    /// A member's name.
    Nick,
    /// Overwrites: too many.
    Overwrites,
    /// A new owner who is a bot.
    Owner,
    /// A channel for newcomers that is not one for text.
    SystemChannel,
    /// A colour of more than 24 bits.
    Color,
    /// Places: more than there can be things.
    Places,
    /// How long a thread stays active.
    AutoArchive,
    /// Words of a rule: too many, too long, or nothing in one of them.
    Words,
    /// Patterns of a rule: too many or too long.
    Patterns,
    /// How many mentions a rule allows.
    MentionsMax,
    /// How long a rule puts somebody in time-out.
    RuleTimeOut,
    /// What a rule tells the author.
    RuleMessage,
    /// Why a message is reported.
    ReportReason,
    /// How old accounts have to be.
    MinAccountAge,
    /// How many may join within a minute.
    JoinsPerMinute,
    /// A rule's exempt roles, of which one is unknown.
    ExemptRoles,
    /// A rule's exempt channels, of which one is unknown.
    ExemptChannels,
}

/// Why a guild refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GuildError {
    /// The asker is no member: the guild does not exist for it.
    #[error("there is no such guild")]
    UnknownGuild,
    /// The channel does not exist for the asker, or is hidden.
    #[error(transparent)]
    Access(#[from] AccessError),
    /// There is no such member.
    #[error("there is no such member")]
    UnknownMember,
    /// There is no such role.
    #[error("there is no such role")]
    UnknownRole,
    /// The channel has no exception for this role or member.
    #[error("there is no such overwrite")]
    UnknownOverwrite,
    /// The role cannot be used so: @everyone is nobody's to give, a bot's role is its bot's.
    #[error("this role cannot be used so")]
    InvalidRole,
    /// Who comes is kept out.
    #[error("this user is banned from the guild")]
    Banned,
    /// Who is meant is not kept out.
    #[error("this user is not banned")]
    UnknownBan,
    /// The guild's brakes let in nobody by an invite.
    #[error("the guild has paused its invites")]
    InvitesPaused,
    /// The guild's brakes let in no account that is that young.
    #[error("the account is too young to join, for another {wait_ms} ms")]
    AccountTooYoung {
        /// How long to wait.
        wait_ms: i64,
    },
    /// As many joined within the last minute as the guild's brakes let in.
    #[error("too many join: the next one does in {wait_ms} ms")]
    TooManyJoins {
        /// How long to wait.
        wait_ms: i64,
    },
    /// The invite is used up, expired or unknown.
    #[error("there is no such invite")]
    UnknownInvite,
    /// The asker lacks a permission, or is not above whom it acts on.
    #[error("this needs a permission that the caller lacks")]
    MissingPermission,
    /// There is no such message.
    #[error("there is no such message")]
    UnknownMessage,
    /// Nobody wrote the message.
    #[error("no thread begins at a message of the system")]
    SystemMessage,
    /// Not in a channel of this kind.
    #[error("this cannot be done in a channel of this kind")]
    WrongChannelType,
    /// The channel takes nothing new.
    #[error("the channel is locked")]
    ChannelLocked,
    /// The channel takes nothing new.
    #[error("the channel is archived")]
    ChannelArchived,
    /// The thread has to be unarchived first.
    #[error("the thread is archived")]
    ThreadArchived,
    /// The message began a thread before.
    #[error("a thread was already opened on this message")]
    HasThread,
    /// Too soon after the last thread.
    #[error("slow mode: the next thread is opened in {retry_after_ms} ms")]
    SlowMode {
        /// How long to wait.
        retry_after_ms: i64,
    },
    /// The guild has as many active threads as it may.
    #[error("the guild has {0} active threads, which is the most")]
    TooManyThreads(usize),
    /// The thread has as many members as it may.
    #[error("the thread has {0} members, which is the most")]
    TooManyThreadMembers(usize),
    /// Who is meant is in no voice channel of the guild.
    #[error("this member is in no voice channel")]
    NotInVoice,
    /// No more people fit into a voice channel.
    #[error("the voice channel is full")]
    RoomFull,
    /// The owner cannot leave.
    #[error("the owner cannot leave")]
    OwnerStays,
    /// The guild holds as many channels as it may.
    #[error("the guild has {0} channels, which is the most")]
    TooManyChannels(usize),
    /// The guild holds as many roles as it may.
    #[error("the guild has {0} roles, which is the most")]
    TooManyRoles(usize),
    /// The guild holds as many invites as it may.
    #[error("the guild has {0} invites, which is the most")]
    TooManyInvites(usize),
    /// There is no such rule.
    #[error("there is no such rule")]
    UnknownWordRule,
    /// The guild holds as many rules as it may.
    #[error("the guild has {0} rules, which is the most")]
    TooManyWordRules(usize),
    /// As many rules with patterns as a guild may have.
    #[error("{0} rules of the guild have patterns, which is the most")]
    TooManyPatternRules(usize),
    /// A pattern of a rule is none, or costs too much.
    #[error("a pattern cannot be used: {why}")]
    Pattern {
        /// Which one, from 0; none where it is all of them together.
        number: Option<usize>,
        /// What is wrong with it.
        why: String,
    },
    /// There is no such report, or not for the asker to know of.
    #[error("there is no such report")]
    UnknownReport,
    /// Somebody else takes care of it.
    #[error("{0} takes care of the report")]
    ReportClaimed(String),
    /// Somebody is done with it.
    #[error("{0} is done with the report")]
    ReportResolved(String),
    /// A rule of the guild does not allow the name.
    #[error("a rule of the guild does not allow it")]
    ByRule(Box<Refusal>),
    /// A field is out of its bounds.
    #[error("{0:?} is out of its bounds")]
    Invalid(Field),
    /// The store or the guild's actor does not answer at the moment.
    #[error("the guild cannot be changed at the moment")]
    Unavailable,
}

impl From<Unavailable> for GuildError {
    fn from(_: Unavailable) -> Self {
        Self::Unavailable
    }
}

impl From<VoiceError> for GuildError {
    fn from(error: VoiceError) -> Self {
        match error {
            VoiceError::Unknown => Self::Access(AccessError::UnknownChannel),
            VoiceError::WrongType => Self::WrongChannelType,
            VoiceError::NotAllowed => Self::MissingPermission,
            // Who hides is for nobody else to know.
            VoiceError::Full | VoiceError::AddressHidden => Self::RoomFull,
            VoiceError::Unavailable => Self::Unavailable,
        }
    }
}

/// Why a channel would not show a thread.
impl From<ActError> for GuildError {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Access(access) => Self::Access(access),
            ActError::MissingPermission => Self::MissingPermission,
            ActError::UnknownMessage => Self::UnknownMessage,
            ActError::SystemMessage => Self::SystemMessage,
            ActError::HasThread => Self::HasThread,
            ActError::Archived => Self::ChannelArchived,
            ActError::ThreadArchived => Self::ThreadArchived,
            ActError::ByRule(refusal) => Self::ByRule(refusal),
            ActError::NotFriends
            | ActError::NotInPrivate
            | ActError::NotTheAuthor
            | ActError::UnknownFile
            | ActError::TooManyFiles
            | ActError::Empty
            | ActError::TooLong { .. }
            | ActError::Apart
            | ActError::BulkCount
            | ActError::TooOld
            | ActError::TooManyReactions
            | ActError::TooManyPins
            | ActError::NotTaken
            | ActError::Unavailable => Self::Unavailable,
        }
    }
}
