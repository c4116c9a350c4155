//! New accounts.

use protocol::UserId;
use storage::records::{InstanceRole, Registrations, User, Username as UsernameRow};
use storage::{Batch, CommitError, Shard, ShortText};

use super::deletion::wanted;
use super::error::FieldProblem;
use super::name::{Username, check_password};
use super::{AccountError, Accounts, Client, Grant};

/// The longest email address: RFC 5321, section 4.5.3.1.
const EMAIL_BYTES_MAX: usize = 254;

/// What somebody registers with.
pub(crate) struct Registration {
    pub(crate) username: String,
    pub(crate) password: String,
    pub(crate) email: Option<String>,
}

/// A name, a password and an address that follow the rules.
pub(super) struct Credentials {
    username: Username,
    password: String,
    email: Option<String>,
}

impl Credentials {
    /// Checks all fields, and names all that are wrong.
    pub(super) fn check(
        username: &str,
        password: String,
        email: Option<String>,
    ) -> Result<Self, AccountError> {
        let mut problems: Vec<(&'static str, FieldProblem)> = Vec::new();
        let name = wanted(username).map_err(|problem| problems.push(("username", problem))).ok();
        if let Err(error) = check_password(&password) {
            problems.push(("password", error.into()));
        }
        let email = email.filter(|email| !email.is_empty());
        if email.as_deref().is_some_and(|email| !is_plausible(email)) {
            problems.push(("email", FieldProblem::Email));
        }
        match name {
            Some(username) if problems.is_empty() => Ok(Self { username, password, email }),
            _ => Err(AccountError::Fields(problems)),
        }
    }
}

/// Nobody knows which addresses exist; this only catches a slip.
fn is_plausible(email: &str) -> bool {
    let parts = email.split_once('@');
    email.len() <= EMAIL_BYTES_MAX
        && !email.chars().any(|char| char.is_whitespace() || char.is_control())
        && parts.is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
}

/// An account that is not written yet.
pub(super) struct NewAccount {
    user: User,
    name: UsernameRow,
}

impl NewAccount {
    pub(super) fn id(&self) -> UserId {
        self.user.id
    }

    pub(super) fn new(user: User) -> Self {
        let name = ShortText::new(&user.username).expect("a username has at most 32 bytes");
        Self { name: UsernameRow { name, user: user.id }, user }
    }

    /// Writes the account, unless somebody has the name (AC2).
    pub(super) fn batch(&self) -> Batch {
        Batch::new(Shard::Social)
            .expect_absent::<UsernameRow>(&self.name.name)
            .expect_absent::<User>(&self.user.id)
            .put(&self.name)
            .put(&self.user)
    }

    pub(super) fn into_user(self) -> User {
        self.user
    }

    /// A conflict means that the name is taken: ids rise.
    pub(super) fn explain(error: CommitError) -> AccountError {
        match error {
            CommitError::Conflict => AccountError::field("username", FieldProblem::NameTaken),
            CommitError::Full
            | CommitError::TooLarge
            | CommitError::ReadOnly
            | CommitError::CommitUnknown
            | CommitError::Closed => AccountError::Commit(error),
        }
    }
}

impl Accounts {
    /// Whether somebody with or without an invite may register, and from this network so soon.
    pub(crate) fn admit(&self, has_invite: bool, client: &Client) -> Result<(), AccountError> {
        match self.instance.current().settings.registrations {
            Registrations::Closed => return Err(AccountError::RegistrationsClosed),
            Registrations::Invite if !has_invite => return Err(AccountError::InviteNeeded),
            Registrations::Invite | Registrations::Open => {}
        }
        let now_ms = self.clock.now_ms();
        self.registrations
            .lock()
            .count(client.network, now_ms)
            .map_err(|retry_after_ms| AccountError::TooManyTries { retry_after_ms })
    }

    /// Makes an account, which is logged in from then on. Call [`Self::admit`] before.
    pub(crate) async fn register(
        &self,
        registration: Registration,
        client: Client,
    ) -> Result<Grant, AccountError> {
        let Registration { username, password, email } = registration;
        let credentials = Credentials::check(&username, password, email)?;
        let account = self.prepare(credentials, InstanceRole::User).await?;
        let login = self.new_login(account.id(), client);
        let batch = account.batch().put(&login.row);
        self.store.commit(batch).await.map_err(NewAccount::explain)?;
        Ok(self.grant(account.into_user(), login))
    }

    /// Takes back a registration whose invite turned out to be used up in the meantime.
    pub(crate) async fn unregister(&self, grant: &Grant) -> Result<(), AccountError> {
        let account = NewAccount::new(grant.user.clone());
        let login = (grant.user.id, grant.login);
        let batch = Batch::new(Shard::Social)
            .delete::<UsernameRow>(&account.name.name)
            .delete::<User>(&grant.user.id)
            .delete::<storage::records::Login>(&login);
        self.store.commit(batch).await?;
        self.logins.end(login);
        Ok(())
    }

    pub(super) async fn prepare(
        &self,
        credentials: Credentials,
        instance_role: InstanceRole,
    ) -> Result<NewAccount, AccountError> {
        let password_hash = self.passwords.hash(credentials.password).await?;
        Ok(NewAccount::new(User {
            id: UserId::new(self.next_id()),
            username: credentials.username.as_str().to_owned(),
            global_name: None,
            email: credentials.email,
            password_hash: Some(password_hash),
            bot: false,
            bot_owner: None,
            instance_role,
            created_at_ms: self.clock.now_ms(),
            avatar: None,
            second_factor: false,
        }))
    }
}
