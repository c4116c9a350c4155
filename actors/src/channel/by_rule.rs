//! What a rule of the guild refuses, and what it does beside that.
//!
//! - BR1  Whoever a rule puts in time-out is in it before they hear of the refusal, also when they do not wait
//!   for it.

use std::sync::Arc;

use tokio::sync::OwnedSemaphorePermit;

use super::ChannelActor;
use crate::rules::Refusal;

impl ChannelActor {
    /// BR1. The permit bounds how many wait so.
    pub(super) fn refuse_by_rule(
        &self,
        refusal: Box<Refusal>,
        permit: OwnedSemaphorePermit,
        answer: impl FnOnce(Box<Refusal>) + Send + 'static,
    ) {
        let Some(command) = refusal.consequence() else { return answer(refusal) };
        let (context, guild) = (Arc::clone(&self.node.context), self.node.shared.guild.id);
        #[expect(
            clippy::disallowed_methods,
            reason = "the guild is asked once; posts of the channel go on meanwhile"
        )]
        tokio::spawn(async move {
            let acted = match context.guild(guild).await {
                Ok(guild) => guild.act(command).await.map(drop),
                Err(error) => Err(error),
            };
            if let Err(error) = acted {
                tracing::warn!(%error, "a rule could not put anybody in time-out");
            }
            answer(refusal);
            drop(permit);
        });
    }
}
