//! Acts on the guild: each is repeated until the engine says that it is done.

use actors::{ChannelPatch, Command, Engine, GuildError};
use protocol::permissions::{Overwrite, Permissions};

use crate::world::{INVITE, OWNER, channel, guild, user};

/// What somebody wants of the guild.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Deed {
    /// The owner hides a channel from exactly these people.
    Hide {
        channel: usize,
        from: Vec<usize>,
        whom: usize,
    },
    Join {
        person: usize,
    },
    Leave {
        person: usize,
    },
}

impl Deed {
    /// Whose sight it changes.
    pub(crate) fn whom(&self) -> usize {
        match self {
            Self::Hide { whom, .. } => *whom,
            Self::Join { person } | Self::Leave { person } => *person,
        }
    }

    /// Tries it once. True when it is done.
    ///
    /// # Errors
    /// A refusal that no fault explains.
    pub(crate) async fn attempt(&self, engine: &Engine) -> Result<bool, GuildError> {
        let tried = match self {
            Self::Hide { channel, from, .. } => hide(engine, *channel, from).await,
            Self::Join { person } => join(engine, *person).await,
            Self::Leave { person } => leave(engine, *person).await,
        };
        match (tried, self) {
            (Ok(()), _) => Ok(true),
            (Err(GuildError::Unavailable), _) => Ok(false),
            // It was done by an attempt that got no answer.
            (Err(GuildError::UnknownGuild), Self::Leave { .. }) => Ok(true),
            // A condition of the batch was said not to hold.
            (Err(GuildError::UnknownInvite), Self::Join { .. }) => Ok(false),
            (Err(error), _) => Err(error),
        }
    }
}

async fn hide(engine: &Engine, number: usize, from: &[usize]) -> Result<(), GuildError> {
    let deny = |person: &usize| {
        Overwrite::member(user(*person), Permissions::empty(), Permissions::VIEW_CHANNEL)
    };
    let overwrites = Some(from.iter().map(deny).collect());
    let patch = ChannelPatch { overwrites, ..ChannelPatch::default() };
    let actor = user(OWNER);
    let act = Command::UpdateChannel { actor, channel: channel(number), patch };
    engine.guild(guild(), actor).await?.act(act).await.map(drop)
}

async fn join(engine: &Engine, person: usize) -> Result<(), GuildError> {
    let (invite, guild) = engine.invite(INVITE).await?;
    let user = engine.user(user(person)).await.map_err(|_| GuildError::Unavailable)?;
    let user = user.expect("the account is there");
    guild.act(Command::Join { user, invite }).await.map(drop)
}

async fn leave(engine: &Engine, person: usize) -> Result<(), GuildError> {
    let handle = engine.guild(guild(), user(person)).await?;
    handle.act(Command::Leave { user: user(person) }).await.map(drop)
}
