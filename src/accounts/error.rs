//! Why something about an account is refused.

use storage::{CommitError, ReadError};
use thiserror::Error;

use super::name::{AboutError, DisplayNameError, GuildNameLength, NameError, PasswordLength};
use super::password::HashError;

/// Every refusal of this border. `http::error` maps them to status and code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub(crate) enum AccountError {
    /// No token, or one that is no longer good.
    #[error("the token is not valid")]
    Unauthorized,
    /// Wrong name or password: which of them is not told.
    #[error("wrong name or password")]
    WrongLogin,
    /// A code of a second factor that is wrong or was used.
    #[error("the code is wrong or was used")]
    WrongCode,
    /// A half-done login that is over, or never was.
    #[error("this half of a login is no longer good")]
    WrongTicket,
    /// A second factor is there already.
    #[error("the second factor is on already")]
    SecondFactorOn,
    /// There is no second factor.
    #[error("the second factor is off")]
    SecondFactorOff,
    /// The former password of a change is wrong.
    #[error("the old password is wrong")]
    WrongOldPassword,
    /// Too many tries within a minute.
    #[error("too many tries")]
    TooManyTries {
        /// How long to wait.
        retry_after_ms: u64,
    },
    /// The set-up token is wrong.
    #[error("the set-up token is wrong")]
    WrongSetupToken,
    /// The instance was claimed before.
    #[error("the instance is claimed already")]
    AlreadyClaimed,
    /// Nobody may register.
    #[error("registrations are closed")]
    RegistrationsClosed,
    /// Registering needs an invite.
    #[error("an invite is needed")]
    InviteNeeded,
    /// Fields of the request break rules.
    #[error("fields are not valid")]
    Fields(Vec<(&'static str, FieldProblem)>),
    /// No such user, bot or login.
    #[error("there is no such account")]
    Unknown,
    /// Only who made a bot may do this.
    #[error("this is somebody else's bot")]
    NotYours,
    /// Whoever owns the instance cannot leave it.
    #[error("the owner of the instance stays")]
    OwnsInstance,
    /// Nobody acts on an equal or a higher one, nor without a power that their role does not have.
    #[error("the instance role does not allow it")]
    LacksRank,
    /// Only administrators make guilds.
    #[error("only administrators make guilds")]
    GuildsByAdmins,
    /// The account may not be used for a while.
    #[error("the account is suspended")]
    Suspended {
        /// Why, as the user is told.
        reason: Option<String>,
        /// When it ends; `None` when somebody must end it.
        until_ms: Option<i64>,
    },
    /// No more bots for this person.
    #[error("this person has too many bots")]
    TooManyBots,
    /// Too much is going on.
    #[error("too many passwords are being checked")]
    Busy,
    /// Something broke here.
    #[error("a password hash could not be computed")]
    Internal,
    /// The store did not take it.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The store did not answer.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub(crate) enum FieldProblem {
    /// A username that breaks the rules.
    #[error(transparent)]
    Name(#[from] NameError),
    /// A username that somebody has.
    #[error("Username is already taken.")]
    NameTaken,
    /// A password that is too short or too long.
    #[error(transparent)]
    Password(#[from] PasswordLength),
    /// A guild's name that is too short or too long.
    #[error(transparent)]
    GuildName(#[from] GuildNameLength),
    /// A display name that is too long or holds what is not shown.
    #[error(transparent)]
    DisplayName(#[from] DisplayNameError),
    /// What somebody says of themselves that is too long or holds what is not shown.
    #[error(transparent)]
    About(#[from] AboutError),
    /// A change that needs the account's password came without it.
    #[error("This field is required")]
    PasswordNeeded,
    /// What no app was given here.
    #[error("Must be a secret of 160 bits in base32.")]
    Secret,
    /// Not the account's password.
    #[error("Password does not match.")]
    WrongPassword,
    /// A pause that is too long.
    #[error("Must be between 0 and 21600.")]
    SlowMode,
    /// No file would fit.
    #[error("Must be at least 1.")]
    NoBytes,
    /// An owner could not be freed again.
    #[error("A suspended user cannot become an owner.")]
    SuspendedOwner,
    /// There is nothing to be changed.
    #[error("This user is not suspended.")]
    NotSuspended,
    /// A time that is over.
    #[error("Must be in the future.")]
    Past,
    /// A reason that is too long.
    #[error("Must be 512 or fewer in length.")]
    Reason,
    /// An address that cannot be one.
    #[error("Not a well formed email address.")]
    Email,
}

impl AccountError {
    /// Whether what was refused may have been done all the same.
    pub(crate) fn is_doubtful(&self) -> bool {
        matches!(self, Self::Commit(CommitError::CommitUnknown))
    }

    /// One field is wrong.
    pub(super) fn field(name: &'static str, problem: impl Into<FieldProblem>) -> Self {
        Self::Fields(vec![(name, problem.into())])
    }
}

impl From<HashError> for AccountError {
    fn from(error: HashError) -> Self {
        match error {
            HashError::Busy => Self::Busy,
            HashError::Failed => Self::Internal,
        }
    }
}

/// Why the accounts of a store cannot be opened.
#[derive(Debug, Error)]
pub(crate) enum OpenError {
    /// The password parameters are not usable.
    #[error("the password settings are not usable: {0}")]
    Passwords(#[from] HashError),
    /// The store did not take the instance's first row.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// The store did not answer.
    #[error(transparent)]
    Read(#[from] ReadError),
}
