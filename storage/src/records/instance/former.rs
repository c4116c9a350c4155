//! The installation as former releases wrote it.

use protocol::UserId;
use serde::{Deserialize, Serialize};

use super::{Instance, InstanceSettings, Registrations};

/// Before settings, and with one owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::records) struct InstanceV1 {
    owner: Option<UserId>,
    claim_token_hash: Option<[u8; 32]>,
    jwt_secret: [u8; 32],
    registrations: Registrations,
    created_at_ms: i64,
}

impl From<InstanceV1> for Instance {
    fn from(former: InstanceV1) -> Self {
        Self {
            owners: former.owner.into_iter().collect(),
            claim_token_hash: former.claim_token_hash,
            jwt_secret: former.jwt_secret,
            created_at_ms: former.created_at_ms,
            settings: InstanceSettings {
                registrations: former.registrations,
                ..InstanceSettings::default()
            },
        }
    }
}
