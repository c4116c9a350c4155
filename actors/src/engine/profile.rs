//! What is said of an account that changed in the store.

use std::sync::Arc;

use protocol::UserId;
use protocol::event::Event;
use storage::records::User;
use storage::{ReadError, StoreExt};

use super::{Context, Engine};
use crate::guild::Command;
use crate::outbox::Outgoing;
use crate::{relations, render};

impl Engine {
    /// USER_UPDATE to the sessions of an account of which something is other that only it sees.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn tell_own_sessions(&self, id: UserId) -> Result<(), ReadError> {
        let context = &self.context;
        let _saying = context.profiles.saying.lock().await;
        context.profiles.forget(id);
        if let Some(user) = context.store.load::<User>(&id).await? {
            context.tell_sessions_of(&user);
        }
        Ok(())
    }

    /// Has everyone who sees an account see it as it is stored now: USER_UPDATE to its own sessions,
    /// RELATIONSHIP_ADD to its friends, GUILD_MEMBER_UPDATE in its guilds. A guild that is not loaded
    /// reads it when it is.
    ///
    /// # Errors
    /// When the store does not answer.
    pub async fn refresh_user(&self, id: UserId) -> Result<(), ReadError> {
        let context = &self.context;
        let saying = context.profiles.saying.lock().await;
        context.profiles.forget(id);
        let Some(user) = context.store.load::<User>(&id).await? else { return Ok(()) };
        context.tell_sessions_of(&user);
        let user = Arc::new(user);
        context.conversations.all().iter().for_each(|conversation| conversation.refresh(&user));
        drop(saying);
        if let Err(error) = relations::retell(context, id).await {
            tracing::warn!(%error, user = %id, "friends see an account as it was");
        }
        for guild in context.guilds_of(id).await? {
            let Some(handle) = context.guild_in_use(guild).await else { continue };
            let refresh = Command::Refresh { user: Arc::clone(&user) };
            if let Err(error) = handle.act(refresh).await {
                tracing::warn!(%error, %guild, "a guild shows an account as it was");
            }
        }
        Ok(())
    }
}

impl Context {
    fn tell_sessions_of(&self, user: &User) {
        let event = Outgoing::of(&Event::UserUpdate(Box::new(render::current_user(user))));
        for session in self.sessions_of(user.id) {
            session.outbox.push(std::slice::from_ref(&event), || true);
        }
    }
}
