//! Accounts as they are read.

use protocol::UserId;
use storage::StoreExt;
use storage::records::User;

use super::{AccountError, Accounts};

impl Accounts {
    /// The account of a user.
    pub(crate) async fn user(&self, user: UserId) -> Result<User, AccountError> {
        self.store.load::<User>(&user).await?.ok_or(AccountError::Unknown)
    }
}
