//! The supervisor tree and its actors: who orders, who decides, who hears.
//!
//! Start reading at [`Engine`], then `channel.rs` for the life of a message.

mod addresses;
mod appearance;
mod arrivals;
mod audit;
mod blocks;
mod channel;
mod clock;
mod config;
mod conversations;
mod emoji;
mod engine;
pub mod founding;
mod frame;
mod guild;
mod notices;
mod outbox;
mod patience;
mod profiles;
mod reads;
mod receipts;
mod relations;
pub mod render;
mod replay;
mod reports;
mod room;
mod rules;
mod session;
mod settings;
mod shown;
mod slot;
mod slow_mode;
mod stripes;
mod supervise;
mod supervisor;
mod trace;
mod user;
mod view;

pub use ::voice::{
    Impairment as MediaImpairment, PEERS_MAX as MEDIA_PEOPLE_MAX, Settings as MediaSettings,
    announced,
};
pub use addresses::{Addresses, Signed};
pub use appearance::Appearance;
pub use arrivals::{JOINS_PER_MINUTE_MAX, MIN_ACCOUNT_AGE_S_MAX};
pub use audit::REASON_CHARS_MAX;
pub use channel::{
    Act, ActError, Allowed, AllowedMentions, Draft, Edit, FILES_MAX, KeptFile, Opening, PostError,
    Reply, SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, SentFile,
};
pub use clock::Clock;
pub use config::{EngineConfig, OutboxLimits, VoiceLimits};
pub use conversations::{ConversationError, GROUP_PEOPLE_MAX, GroupAct};
pub use emoji::Emoji;
#[cfg(feature = "faults")]
pub use engine::Fault;
pub use engine::{
    AUDIT_PAGE_MAX, Anchor, AuditQuery, BANS_LISTED_MAX, BanQuery, BannedMany, ChannelError,
    ChannelHandle, DepartureError, Engine, Events, GUILDS_PER_BOT_MAX, GUILDS_PER_USER_MAX,
    GuildHandle, LogEvent, Pinned, REPORTS_PAGE_MAX, ReportQuery, SessionHandle, TRIED_CHARS_MAX,
};
pub use guild::{
    Asked, BrakesPatch, ChannelHead, ChannelPatch, ChannelPlace, Command, Field, GuildError,
    GuildPatch, NewChannel, NewReport, NewThread, Outcome, Recalled, ReportMove, RolePatch,
    RolePlace, Silence, ThreadCommand, ThreadPatch,
};
pub use outbox::{CloseReason, Drain, FrameSink, NotResumable, Outbox, Outgoing, SocketPort};
pub use relations::{INCOMING_MAX, RELATIONSHIPS_MAX, RelationAct, RelationError};
pub use reports::REPORT_REASON_CHARS_MAX;
pub use room::{CallError, RoomFigures, Rooms, VoiceError};
pub use rules::{Refusal, RulePatch};
pub use session::{Audience, MembersRequest, SessionId, SessionSpec};
pub use settings::{SETTINGS_BYTES_MAX, Settings, SettingsError};
pub use slow_mode::SlowMode;
pub use stripes::{Both, Stripes};
pub use trace::{TRACE_TARGET, Trace};
pub use view::{AccessError, GuildView, MemberView, Place, ThreadView};
