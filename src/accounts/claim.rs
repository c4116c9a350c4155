//! The claim: the first account, which owns the instance.
//!
//! It takes two steps, because the first guild belongs to another shard of the store: the guild is
//! founded between them. A crash in the middle leaves a guild that nobody is in, and the link works.

use protocol::{GuildId, UserId};
use storage::records::{Instance, InstanceRole};
use tokio::sync::MutexGuard;

use super::name::guild_name;
use super::register::{Credentials, NewAccount};
use super::{AccountError, Accounts, Client, Grant, instance, secret};

/// What the set-up page sends.
#[derive(Clone)]
pub(crate) struct ClaimRequest {
    pub(crate) token: String,
    pub(crate) username: String,
    pub(crate) password: String,
}

/// A claim that was accepted and is not written yet. While it lives, no other one is looked at.
pub(crate) struct PendingClaim<'a> {
    account: NewAccount,
    _alone: MutexGuard<'a, ()>,
}

impl PendingClaim<'_> {
    /// Who will own the instance.
    pub(crate) fn owner(&self) -> UserId {
        self.account.id()
    }
}

impl Accounts {
    /// Whether the instance has an owner.
    pub(crate) fn is_claimed(&self) -> bool {
        !self.instance.current().owners.is_empty()
    }

    /// The token of the set-up link, until it was used.
    pub(crate) fn setup_token(&self) -> Option<String> {
        let instance = self.instance.current();
        instance.claim_token_hash?;
        Some(instance::setup_token(&instance.jwt_secret))
    }

    /// Checks a claim (AC3).
    pub(crate) async fn begin_claim(
        &self,
        request: ClaimRequest,
    ) -> Result<PendingClaim<'_>, AccountError> {
        let alone = self.instance.lock().await;
        let expected = self.instance.current().claim_token_hash;
        let expected = expected.ok_or(AccountError::AlreadyClaimed)?;
        if !secret::matches(&request.token, &expected) {
            return Err(AccountError::WrongSetupToken);
        }
        let credentials = Credentials::check(&request.username, request.password, None)?;
        let account = self.prepare(credentials, InstanceRole::Owner).await?;
        Ok(PendingClaim { account, _alone: alone })
    }

    /// Writes the first guild, without loading it: its owner is no account yet.
    pub(crate) async fn found_first_guild(
        &self,
        owner: UserId,
        name: &str,
    ) -> Result<GuildId, AccountError> {
        let name = guild_name(name).map_err(|error| AccountError::field("guild_name", error))?;
        let (guild, _general) = self.found_guild(owner, name).await?;
        Ok(guild)
    }

    /// Writes the owner, who is logged in from then on.
    pub(crate) async fn finish_claim(
        &self,
        claim: PendingClaim<'_>,
        client: Client,
    ) -> Result<Grant, AccountError> {
        let current = self.instance.current();
        let claimed = Instance {
            owners: vec![claim.account.id()],
            claim_token_hash: None,
            ..Instance::clone(&current)
        };
        let login = self.new_login(claim.account.id(), client);
        let batch = claim.account.batch().put(&login.row);
        self.instance.change(claimed, batch).await.map_err(NewAccount::explain)?;
        Ok(self.grant(claim.account.into_user(), login))
    }
}
