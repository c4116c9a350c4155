//! Accounts as former releases wrote them.

use protocol::UserId;
use serde::{Deserialize, Serialize};

use super::{InstanceRole, User};

/// Before pictures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::records) struct UserV1 {
    id: UserId,
    username: String,
    global_name: Option<String>,
    email: Option<String>,
    password_hash: Option<String>,
    bot: bool,
    bot_owner: Option<UserId>,
    instance_role: InstanceRole,
    created_at_ms: i64,
}

impl From<UserV1> for User {
    fn from(former: UserV1) -> Self {
        Self {
            id: former.id,
            username: former.username,
            global_name: former.global_name,
            email: former.email,
            password_hash: former.password_hash,
            bot: former.bot,
            bot_owner: former.bot_owner,
            instance_role: former.instance_role,
            created_at_ms: former.created_at_ms,
            avatar: None,
            second_factor: false,
        }
    }
}

/// Before logins could ask for more than a password.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::records) struct UserV2 {
    id: UserId,
    username: String,
    global_name: Option<String>,
    email: Option<String>,
    password_hash: Option<String>,
    bot: bool,
    bot_owner: Option<UserId>,
    instance_role: InstanceRole,
    created_at_ms: i64,
    avatar: Option<String>,
}

impl From<UserV2> for User {
    fn from(former: UserV2) -> Self {
        Self {
            id: former.id,
            username: former.username,
            global_name: former.global_name,
            email: former.email,
            password_hash: former.password_hash,
            bot: former.bot,
            bot_owner: former.bot_owner,
            instance_role: former.instance_role,
            created_at_ms: former.created_at_ms,
            avatar: former.avatar,
            second_factor: false,
        }
    }
}
