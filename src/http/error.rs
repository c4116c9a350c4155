//! Errors of every border, as status and code (HT1). The only file that decides this.

mod span;

use actors::{
    AccessError, ActError, CallError, ChannelError, ConversationError, DepartureError, Field,
    GuildError, PostError, RelationError, SETTINGS_BYTES_MAX, SettingsError,
};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::Timestamp;
use protocol::error::{ApiError, ErrorCode, FieldErrorCode, FieldErrors};
use protocol::json::JsonError;
use storage::{CommitError, FileError, ReadError};

use self::span::span;
use super::answer::json;
use crate::accounts::{AccountError, FieldProblem, NameError, RotateError};
use crate::files::{ArrivalError, FormError, QuotaError, UploadError};

/// Seconds after which a store that took nothing may be asked again.
const STORE_RETRY_AFTER_S: u64 = 2;

/// When somebody with many uploads on their way may begin another one.
const UPLOADS_RETRY_AFTER_MS: u64 = 2_000;

/// An answer that is an error.
#[derive(Debug)]
pub(crate) struct HttpError {
    status: StatusCode,
    body: Box<ApiError>,
    retry_after_s: Option<u64>,
}

impl HttpError {
    fn later(code: ErrorCode, wait_ms: u64) -> Self {
        Self::too_many(ApiError::new(code).retry_after_ms(wait_ms, false), wait_ms)
    }

    fn slow_mode(retry_after_ms: i64) -> Self {
        Self::later(ErrorCode::SlowMode, u64::try_from(retry_after_ms).unwrap_or(0))
    }

    /// The body of a 429, and when to come back.
    pub(super) fn too_many(body: ApiError, wait_ms: u64) -> Self {
        Self { retry_after_s: Some(wait_ms.div_ceil(1_000)), ..Self::from(body) }
    }

    /// One field of the query or the path is wrong.
    pub(crate) fn field(path: &str, code: FieldErrorCode, message: impl Into<String>) -> Self {
        Self::from(ApiError::invalid_field(path, code, message))
    }

    /// The store, or a part of the server, cannot answer now.
    fn unavailable() -> Self {
        Self::from(ErrorCode::StoreUnavailable)
    }

    /// Something broke here.
    pub(crate) fn internal() -> Self {
        Self::from(ErrorCode::Internal)
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let mut response = json(self.status, &self.body);
        // For the metrics: see `observe`.
        response.extensions_mut().insert(self.body.code);
        if self.status == StatusCode::TOO_MANY_REQUESTS {
            // discord.py takes a 429 without it for a ban, and gives up.
            response.headers_mut().insert(header::VIA, HeaderValue::from_static("1.1 confab"));
        }
        if let Some(wait_s) = self.retry_after_s {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(wait_s));
        }
        response
    }
}

impl From<ApiError> for HttpError {
    fn from(body: ApiError) -> Self {
        let status = StatusCode::from_u16(body.code.status());
        let retry_after_s =
            (body.code == ErrorCode::StoreUnavailable).then_some(STORE_RETRY_AFTER_S);
        let status = status.expect("the table of codes holds valid statuses");
        Self { status, body: Box::new(body), retry_after_s }
    }
}

impl From<ErrorCode> for HttpError {
    fn from(code: ErrorCode) -> Self {
        Self::from(ApiError::new(code))
    }
}

impl From<JsonError> for HttpError {
    /// A missing field is named itself, rather than what it is missing in.
    fn from(error: JsonError) -> Self {
        if let JsonError::Field { path, message } = &error
            && let Some(rest) = message.strip_prefix("missing field `")
            && let Some(field) = rest.strip_suffix('`')
        {
            let path = if path.is_empty() { field.to_owned() } else { format!("{path}.{field}") };
            return Self::field(&path, FieldErrorCode::Required, "This field is required");
        }
        Self::from(ApiError::from(error))
    }
}

impl From<CommitError> for HttpError {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::TooLarge => Self::from(ErrorCode::TooLarge),
            CommitError::Conflict
            | CommitError::Full
            | CommitError::ReadOnly
            | CommitError::CommitUnknown
            | CommitError::Closed => Self::unavailable(),
        }
    }
}

impl From<ReadError> for HttpError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Overloaded | ReadError::Closed => Self::unavailable(),
            ReadError::TooMany | ReadError::Corrupt(_) | ReadError::Failed(_) => {
                tracing::error!(%error, "a read failed");
                Self::internal()
            }
        }
    }
}

impl From<AccountError> for HttpError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Unauthorized => Self::from(ErrorCode::Unauthorized),
            AccountError::WrongLogin => Self::from(ErrorCode::WrongLogin),
            AccountError::WrongCode => Self::from(ErrorCode::WrongMfaCode),
            AccountError::WrongTicket => Self::from(ErrorCode::WrongMfaTicket),
            AccountError::SecondFactorOn => Self::from(ErrorCode::MfaAlreadyOn),
            AccountError::SecondFactorOff => Self::from(ErrorCode::MfaOff),
            AccountError::WrongOldPassword => {
                Self::field("old", FieldErrorCode::BadCharacters, "The password is wrong.")
            }
            AccountError::TooManyTries { retry_after_ms } => {
                Self::later(ErrorCode::TooManyLogins, retry_after_ms)
            }
            AccountError::WrongSetupToken | AccountError::NotYours | AccountError::OwnsInstance => {
                Self::from(ErrorCode::MissingPermissions)
            }
            AccountError::LacksRank => Self::from(ErrorCode::MissingPermissions),
            AccountError::GuildsByAdmins => Self::from(ErrorCode::GuildsByAdmins),
            AccountError::Suspended { reason, until_ms } => {
                Self::from(ApiError::suspended(reason, until_ms.map(Timestamp::from_ms)))
            }
            AccountError::AlreadyClaimed => Self::from(ErrorCode::NotFound),
            AccountError::RegistrationsClosed => Self::from(ErrorCode::RegistrationsClosed),
            AccountError::InviteNeeded => Self::from(ErrorCode::InviteNeeded),
            AccountError::Fields(problems) => Self::from(ApiError::invalid(fields(&problems))),
            AccountError::Unknown => Self::from(ErrorCode::UnknownUser),
            AccountError::TooManyBots => Self::from(ErrorCode::TooManyBots),
            AccountError::Busy => Self::unavailable(),
            AccountError::Internal => Self::internal(),
            AccountError::Commit(error) => Self::from(error),
            AccountError::Read(error) => Self::from(error),
        }
    }
}

impl From<RelationError> for HttpError {
    fn from(error: RelationError) -> Self {
        match error {
            RelationError::UnknownUser => Self::from(ErrorCode::UnknownUser),
            RelationError::NotAPerson => Self::from(ErrorCode::NoFriendOfThatKind),
            RelationError::Blocking => Self::from(ErrorCode::BlockedUser),
            RelationError::Refused => Self::from(ErrorCode::CannotAskUser),
            RelationError::TooMany => Self::from(ErrorCode::TooManyRelationships),
            RelationError::Unavailable => Self::unavailable(),
        }
    }
}

impl From<ConversationError> for HttpError {
    fn from(error: ConversationError) -> Self {
        match error {
            ConversationError::Access(access) => Self::from(access),
            ConversationError::UnknownUser => Self::from(ErrorCode::UnknownUser),
            ConversationError::NotFriends => Self::from(ErrorCode::CannotMessageUser),
            ConversationError::NotAGroup => Self::from(ErrorCode::WrongChannelType),
            ConversationError::Alone => {
                Self::field("recipient_ids", FieldErrorCode::BadLength, "Must name somebody else.")
            }
            ConversationError::Full => Self::from(ErrorCode::TooManyRecipients),
            ConversationError::TooMany => Self::from(ErrorCode::TooManyGroups),
            ConversationError::NotOwner => Self::from(ErrorCode::MissingPermissions),
            ConversationError::Name => invalid(Field::Name),
            ConversationError::Unavailable => Self::unavailable(),
        }
    }
}

impl From<CallError> for HttpError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::WrongType => Self::from(ErrorCode::WrongChannelType),
            CallError::NotInCall => Self::from(ErrorCode::NotInVoice),
            CallError::Unavailable => Self::unavailable(),
        }
    }
}

impl From<DepartureError> for HttpError {
    fn from(error: DepartureError) -> Self {
        match error {
            DepartureError::Guild(error) => Self::from(error),
            DepartureError::Group(error) => Self::from(error),
            DepartureError::Relation(error) => Self::from(error),
            DepartureError::Read(error) => Self::from(error),
            DepartureError::Commit(error) => Self::from(error),
        }
    }
}

impl From<SettingsError> for HttpError {
    fn from(error: SettingsError) -> Self {
        match error {
            SettingsError::Wrong(error) => {
                let message = error.to_string();
                Self::field(error.key(), FieldErrorCode::NotAChoice, message)
            }
            SettingsError::TooLong => too_long("settings", SETTINGS_BYTES_MAX),
            SettingsError::Commit(error) => Self::from(error),
            SettingsError::Read(error) => Self::from(error),
        }
    }
}

impl From<RotateError> for HttpError {
    fn from(error: RotateError) -> Self {
        match error {
            RotateError::Reused { .. } => Self::from(ErrorCode::Unauthorized),
            RotateError::Account(error) => Self::from(error),
        }
    }
}

fn fields(problems: &[(&'static str, FieldProblem)]) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for (field, problem) in problems {
        errors.add(field, field_code(problem), problem.to_string());
    }
    errors
}

fn field_code(problem: &FieldProblem) -> FieldErrorCode {
    match problem {
        FieldProblem::NameTaken => FieldErrorCode::NameTaken,
        FieldProblem::Name(NameError::Length)
        | FieldProblem::Password(_)
        | FieldProblem::DisplayName(_)
        | FieldProblem::About(_)
        | FieldProblem::GuildName(_) => FieldErrorCode::BadLength,
        FieldProblem::Reason => FieldErrorCode::TooLong,
        FieldProblem::SuspendedOwner | FieldProblem::NotSuspended => FieldErrorCode::NotAChoice,
        FieldProblem::SlowMode | FieldProblem::NoBytes | FieldProblem::Past => {
            FieldErrorCode::OutOfRange
        }
        FieldProblem::PasswordNeeded => FieldErrorCode::Required,
        FieldProblem::WrongPassword => FieldErrorCode::WrongPassword,
        FieldProblem::Name(NameError::Characters) | FieldProblem::Email | FieldProblem::Secret => {
            FieldErrorCode::BadCharacters
        }
    }
}

impl From<AccessError> for HttpError {
    fn from(error: AccessError) -> Self {
        match error {
            AccessError::UnknownChannel => Self::from(ErrorCode::UnknownChannel),
            AccessError::NoAccess => Self::from(ErrorCode::MissingAccess),
        }
    }
}

impl From<ChannelError> for HttpError {
    fn from(error: ChannelError) -> Self {
        match error {
            ChannelError::Access(access) => Self::from(access),
            ChannelError::Unavailable => Self::unavailable(),
        }
    }
}

impl From<PostError> for HttpError {
    fn from(error: PostError) -> Self {
        match error {
            PostError::Access(access) => Self::from(access),
            PostError::MissingPermission => Self::from(ErrorCode::MissingPermissions),
            PostError::NotFriends => Self::from(ErrorCode::CannotMessageUser),
            PostError::NotText => Self::from(ErrorCode::NotATextChannel),
            PostError::Empty => Self::from(ErrorCode::EmptyMessage),
            PostError::TooLong { chars_max } => too_long("content", chars_max),
            PostError::UnknownReference => {
                let message = "There is no such message.";
                Self::field("message_reference", FieldErrorCode::UnknownReply, message)
            }
            PostError::Deleted => Self::from(ErrorCode::UnknownMessage),
            PostError::SlowMode { retry_after_ms } => Self::slow_mode(retry_after_ms),
            PostError::Locked => Self::from(ErrorCode::ChannelLocked),
            PostError::Archived => Self::from(ErrorCode::ChannelArchived),
            PostError::ThreadArchived => Self::from(ErrorCode::ThreadArchived),
            PostError::ThreadLocked => Self::from(ErrorCode::ThreadLocked),
            PostError::TooManyThreads(_) => Self::from(ErrorCode::TooManyThreads),
            PostError::ByRule(refusal) => by_rule(ErrorCode::BlockedByRule, refusal.told),
            PostError::Unavailable => Self::unavailable(),
        }
    }
}

impl From<ActError> for HttpError {
    fn from(error: ActError) -> Self {
        match error {
            ActError::Access(access) => Self::from(access),
            ActError::MissingPermission => Self::from(ErrorCode::MissingPermissions),
            ActError::NotFriends => Self::from(ErrorCode::CannotMessageUser),
            ActError::NotInPrivate => Self::from(ErrorCode::NotInDirect),
            ActError::UnknownMessage => Self::from(ErrorCode::UnknownMessage),
            ActError::NotTheAuthor => Self::from(ErrorCode::NotTheAuthor),
            ActError::SystemMessage => Self::from(ErrorCode::SystemMessage),
            ActError::UnknownFile => {
                Self::field("attachments", FieldErrorCode::NotAChoice, "There is no such file.")
            }
            ActError::TooManyFiles => Self::from(ErrorCode::TooManyAttachments),
            ActError::Empty => Self::from(ErrorCode::EmptyMessage),
            ActError::TooLong { chars_max } => too_long("content", chars_max),
            ActError::BulkCount => Self::from(ErrorCode::BulkDeleteCount),
            ActError::TooOld => Self::from(ErrorCode::TooOldToBulkDelete),
            ActError::Apart => Self::from(ErrorCode::ReactionBlocked),
            ActError::TooManyReactions => Self::from(ErrorCode::TooManyReactions),
            ActError::TooManyPins => Self::from(ErrorCode::TooManyPins),
            ActError::HasThread => Self::from(ErrorCode::HasThread),
            ActError::Archived => Self::from(ErrorCode::ChannelArchived),
            ActError::ThreadArchived => Self::from(ErrorCode::ThreadArchived),
            ActError::ByRule(refusal) => by_rule(ErrorCode::BlockedByRule, refusal.told),
            ActError::NotTaken | ActError::Unavailable => Self::unavailable(),
        }
    }
}

impl From<FileError> for HttpError {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Missing => Self::from(ErrorCode::NotFound),
            FileError::Full => Self::unavailable(),
            FileError::Failed(_) => {
                tracing::error!(%error, "a file could not be kept or read");
                Self::unavailable()
            }
        }
    }
}

fn too_long(field: &str, max: usize) -> HttpError {
    let message = format!("Must be {max} or fewer in length.");
    HttpError::field(field, FieldErrorCode::TooLong, message)
}

impl From<UploadError> for HttpError {
    fn from(error: UploadError) -> Self {
        match error {
            UploadError::Form(error) => Self::from(error),
            UploadError::Quota(QuotaError::Exceeded) => Self::from(ErrorCode::FileQuota),
            UploadError::Quota(QuotaError::TooMany) => {
                Self::later(ErrorCode::RateLimited, UPLOADS_RETRY_AFTER_MS)
            }
            UploadError::Quota(QuotaError::Read(error)) | UploadError::Read(error) => {
                Self::from(error)
            }
            UploadError::TooLarge => Self::from(ErrorCode::TooLarge),
            UploadError::Busy => Self::unavailable(),
            UploadError::File(error) => Self::from(error),
            UploadError::Commit(error) => Self::from(error),
        }
    }
}

impl From<FormError> for HttpError {
    fn from(error: FormError) -> Self {
        match error {
            FormError::Arrival(ArrivalError::Late) => Self::from(ErrorCode::BodyTimeout),
            FormError::Arrival(ArrivalError::TooLarge) | FormError::FieldTooLarge => {
                Self::from(ErrorCode::TooLarge)
            }
            FormError::TooManyFiles => Self::from(ErrorCode::TooManyAttachments),
            FormError::Arrival(ArrivalError::Cut | ArrivalError::Head)
            | FormError::Malformed
            | FormError::TooManyFields => {
                Self::field("", FieldErrorCode::WrongType, "Must be a form.")
            }
        }
    }
}

impl From<GuildError> for HttpError {
    fn from(error: GuildError) -> Self {
        match error {
            GuildError::UnknownGuild => Self::from(ErrorCode::UnknownGuild),
            GuildError::Access(access) => Self::from(access),
            GuildError::UnknownMember => Self::from(ErrorCode::UnknownMember),
            GuildError::UnknownRole => Self::from(ErrorCode::UnknownRole),
            GuildError::UnknownOverwrite => Self::from(ErrorCode::UnknownOverwrite),
            GuildError::UnknownInvite => Self::from(ErrorCode::UnknownInvite),
            GuildError::Banned => Self::from(ErrorCode::BannedHere),
            GuildError::UnknownBan => Self::from(ErrorCode::UnknownBan),
            GuildError::InvalidRole => Self::from(ErrorCode::InvalidRole),
            GuildError::MissingPermission | GuildError::OwnerStays => {
                Self::from(ErrorCode::MissingPermissions)
            }
            GuildError::NotInVoice => Self::from(ErrorCode::NotInVoice),
            GuildError::RoomFull => Self::from(ErrorCode::RoomFull),
            GuildError::TooManyChannels(_) => Self::from(ErrorCode::TooManyChannels),
            GuildError::TooManyRoles(_) => Self::from(ErrorCode::TooManyRoles),
            GuildError::TooManyInvites(_) => Self::from(ErrorCode::TooManyInvites),
            GuildError::UnknownMessage => Self::from(ErrorCode::UnknownMessage),
            GuildError::SystemMessage => Self::from(ErrorCode::SystemMessage),
            GuildError::WrongChannelType => Self::from(ErrorCode::WrongChannelType),
            GuildError::ChannelLocked => Self::from(ErrorCode::ChannelLocked),
            GuildError::ChannelArchived => Self::from(ErrorCode::ChannelArchived),
            GuildError::ThreadArchived => Self::from(ErrorCode::ThreadArchived),
            GuildError::HasThread => Self::from(ErrorCode::HasThread),
            GuildError::SlowMode { retry_after_ms } => Self::slow_mode(retry_after_ms),
            GuildError::TooManyThreads(_) => Self::from(ErrorCode::TooManyThreads),
            GuildError::TooManyThreadMembers(_) => Self::from(ErrorCode::TooManyThreadMembers),
            GuildError::UnknownWordRule => Self::from(ErrorCode::UnknownWordRule),
            GuildError::TooManyWordRules(_) => Self::from(ErrorCode::TooManyWordRules),
            GuildError::TooManyPatternRules(max) => {
                let message = format!("{max} other rules have patterns, which is the most.");
                Self::field("patterns", FieldErrorCode::OutOfRange, message)
            }
            GuildError::Pattern { number, why } => {
                let path = number.map_or("patterns".to_owned(), |n| format!("patterns.{n}"));
                Self::field(&path, FieldErrorCode::BadCharacters, why)
            }
            GuildError::InvitesPaused => Self::from(ErrorCode::InvitesPaused),
            GuildError::AccountTooYoung { wait_ms } => says(
                ErrorCode::AccountTooYoung,
                format!("This account is too new to join: try again in {}.", span(wait_ms)),
            ),
            GuildError::TooManyJoins { wait_ms } => says(
                ErrorCode::TooManyJoins,
                format!("Too many people join right now: try again in {}.", span(wait_ms)),
            ),
            GuildError::UnknownReport => Self::from(ErrorCode::UnknownReport),
            GuildError::ReportClaimed(who) => {
                says(ErrorCode::ReportTaken, format!("{who} takes care of this report."))
            }
            GuildError::ReportResolved(who) => {
                says(ErrorCode::ReportTaken, format!("{who} is done with this report."))
            }
            GuildError::ByRule(refusal) => by_rule(ErrorCode::NameBlockedByRule, refusal.told),
            GuildError::Invalid(field) => invalid(field),
            GuildError::Unavailable => Self::unavailable(),
        }
    }
}

/// In the words of the rule, where it has some.
fn by_rule(code: ErrorCode, told: Option<String>) -> HttpError {
    match told {
        Some(told) => says(code, told),
        None => HttpError::from(code),
    }
}

fn says(code: ErrorCode, message: String) -> HttpError {
    HttpError::from(ApiError { message, ..ApiError::new(code) })
}

/// The bounds of a guild's and a channel's fields, as the engine checks them.
fn invalid(field: Field) -> HttpError {
    let (path, code, message) = match field {
        Field::Name => ("name", FieldErrorCode::BadLength, "Must be between 1 and 100 in length."),
        Field::Topic => ("topic", FieldErrorCode::TooLong, "Must be 1024 or fewer in length."),
        Field::Kind => {
            ("type", FieldErrorCode::NotAChoice, "Must be 0 or 5, of a channel that is 0 or 5.")
        }
        Field::RateLimit => {
            ("rate_limit_per_user", FieldErrorCode::OutOfRange, "Must be between 0 and 21600.")
        }
        Field::Bitrate => ("bitrate", FieldErrorCode::OutOfRange, "Is out of its bounds."),
        Field::UserLimit => ("user_limit", FieldErrorCode::OutOfRange, "Is out of its bounds."),
        Field::Parent => ("parent_id", FieldErrorCode::NotAChoice, "Must be a category."),
        Field::MaxAge => ("max_age", FieldErrorCode::OutOfRange, "Is out of its bounds."),
        Field::MaxUses => ("max_uses", FieldErrorCode::OutOfRange, "Is out of its bounds."),
        Field::TimeOut => {
            ("communication_disabled_until", FieldErrorCode::OutOfRange, "Must be within 28 days.")
        }
        Field::Nick => ("nick", FieldErrorCode::TooLong, "Must be 32 or fewer in length."),
        Field::DeleteMessages => {
            ("delete_message_seconds", FieldErrorCode::OutOfRange, "Must be between 0 and 604800.")
        }
        Field::Overwrites => {
            ("permission_overwrites", FieldErrorCode::OutOfRange, "There are too many.")
        }
        Field::Owner => ("owner_id", FieldErrorCode::NotAChoice, "Must be a person."),
        Field::SystemChannel => {
            ("system_channel_id", FieldErrorCode::NotAChoice, "Must be a text channel.")
        }
        Field::Color => ("color", FieldErrorCode::OutOfRange, "Must be between 0 and 16777215."),
        Field::AutoArchive => (
            "auto_archive_duration",
            FieldErrorCode::NotAChoice,
            "Must be one of (60, 1440, 4320, 10080).",
        ),
        Field::Words => (
            "words",
            FieldErrorCode::OutOfRange,
            "Must be 200 or fewer, each with 1 to 60 letters, and 8192 bytes in all.",
        ),
        Field::Patterns => (
            "patterns",
            FieldErrorCode::OutOfRange,
            "Must be 10 or fewer, each with 1 to 260 characters, and 2048 bytes in all.",
        ),
        Field::MentionsMax => {
            ("mentions_max", FieldErrorCode::OutOfRange, "Must be between 1 and 100.")
        }
        Field::RuleTimeOut => {
            ("time_out_seconds", FieldErrorCode::OutOfRange, "Must be between 60 and 2419200.")
        }
        Field::RuleMessage => {
            ("message", FieldErrorCode::BadLength, "Must be between 1 and 150 in length.")
        }
        Field::ReportReason => {
            ("reason", FieldErrorCode::BadLength, "Must be between 1 and 512 in length.")
        }
        Field::ExemptRoles => {
            ("exempt_roles", FieldErrorCode::NotAChoice, "Must be 20 or fewer roles.")
        }
        Field::ExemptChannels => {
            ("exempt_channels", FieldErrorCode::NotAChoice, "Must be 50 or fewer channels.")
        }
        Field::MinAccountAge => {
            ("min_account_age_s", FieldErrorCode::OutOfRange, "Must be between 0 and 7776000.")
        }
        Field::JoinsPerMinute => {
            ("joins_per_minute", FieldErrorCode::OutOfRange, "Must be between 0 and 1000.")
        }
        Field::Places => ("", FieldErrorCode::OutOfRange, "There are too many."),
    };
    HttpError::field(path, code, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_must_wait_is_told_how_long() {
        let waits = |error: HttpError| error.into_response().headers().get("retry-after").cloned();
        assert_eq!(waits(ErrorCode::StoreUnavailable.into()), Some(HeaderValue::from(2)));
        assert_eq!(waits(HttpError::later(ErrorCode::SlowMode, 1_001)), Some(HeaderValue::from(2)));
        assert_eq!(waits(ErrorCode::Unclaimed.into()), None);
    }
}
