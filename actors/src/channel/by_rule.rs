//! What a rule of the guild refuses, and what it does beside that.
//!
//! - BR1  Whoever a rule puts in time-out is in it before they hear of the refusal, also when they do not wait
//!   for it.
//! - BR2  What a rule flags is reported in the batch of the message.

use std::sync::Arc;

use protocol::ReportId;
use storage::Batch;
use storage::records::{Message, Report};
use tokio::sync::OwnedSemaphorePermit;

use super::ChannelActor;
use crate::reports;
use crate::rules::Refusal;
use crate::view::GuildView;

/// What a rule reports of a message.
#[derive(Debug)]
pub(crate) struct Flagged(pub(super) Report);

impl Flagged {
    pub(super) fn new(view: &GuildView, id: ReportId, message: &Message, flag: &Refusal) -> Self {
        Self(reports::of_message(view.id(), id, message, reports::by_rule(flag)))
    }

    /// BR2.
    pub(super) fn put(batch: Batch, flagged: &Self) -> Batch {
        batch.put(&flagged.0)
    }
}

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
