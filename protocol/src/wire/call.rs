//! Calls in conversations, as v10 clients of people know them.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Null, VoiceState};
use crate::id::{ChannelId, MessageId, UserId};
use crate::time::Timestamp;

/// CALL_CREATE: a call began, or the session comes upon one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Call {
    /// The conversation.
    pub channel_id: ChannelId,
    /// The message that tells of it.
    pub message_id: MessageId,
    /// Always null.
    pub region: Null,
    /// Whom it rings.
    pub ringing: Vec<UserId>,
    /// Who is in it.
    pub voice_states: Vec<VoiceState>,
}

/// CALL_UPDATE: it rings others than before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CallUpdate {
    /// The conversation.
    pub channel_id: ChannelId,
    /// The message that tells of it.
    pub message_id: MessageId,
    /// Always null.
    pub region: Null,
    /// Whom it rings now.
    pub ringing: Vec<UserId>,
}

/// CALL_DELETE: it is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CallDelete {
    /// The conversation.
    pub channel_id: ChannelId,
}

/// Whether somebody may call in a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct CallEligibility {
    /// They may.
    pub ringable: bool,
}

/// What a message that tells of a call says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MessageCall {
    /// Who was in it, be it for a while.
    pub participants: Vec<UserId>,
    /// When it was over; null while it goes on.
    #[schema(required)]
    pub ended_timestamp: Option<Timestamp>,
}
