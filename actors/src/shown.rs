//! Messages with what is shown beside them: who wrote them, and what they answer.

use std::collections::HashMap;
use std::sync::Arc;

use protocol::wire::MessageKind;
use protocol::{ChannelId, MessageId, UserId};
use storage::records::{Message, User};
use storage::{ReadError, StoreExt};

use crate::engine::Context;
use crate::guild::{self, ChannelHead};
use crate::render;
use crate::view::{GuildView, MemberView, ThreadView};

/// See the module.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    pub(crate) message: Arc<Message>,
    pub(crate) author: Author,
    pub(crate) answers: Answers,
    /// The thread that began at it, while there is one, and what that shows.
    pub(crate) thread: Option<Arc<(ThreadView, ChannelHead)>>,
    /// Who came into a group or left it: it tells of them also when they are there no more.
    pub(crate) about: Option<Arc<User>>,
}

/// Who wrote a message.
#[derive(Debug, Clone)]
pub(crate) enum Author {
    /// A member of the guild.
    Member(Arc<MemberView>),
    /// Somebody who left it.
    Stranger(Arc<User>),
    /// An account that is gone.
    Unknown,
}

/// What a message answers.
#[derive(Debug, Clone)]
pub(crate) enum Answers {
    /// It is no answer.
    Nothing,
    /// A message that was deleted.
    Deleted,
    /// A message that is there.
    Message(Box<(Arc<Message>, Author)>),
}

impl Author {
    /// The author of a message that was written just now.
    pub(crate) fn present(view: &GuildView, user: UserId) -> Self {
        view.members.get(&user).map_or(Self::Unknown, |member| Self::Member(Arc::clone(member)))
    }
}

impl Shown {
    /// A message by somebody who is there, which answers nothing.
    pub(crate) fn plain(view: &GuildView, message: Arc<Message>) -> Self {
        let author = Author::present(view, message.author);
        Self { message, author, answers: Answers::Nothing, thread: None, about: None }
    }

    /// The messages whose content it carries.
    pub(crate) fn carries(&self) -> impl Iterator<Item = MessageId> {
        let answered = match &self.answers {
            Answers::Message(answered) => Some(answered.0.id),
            Answers::Nothing | Answers::Deleted => None,
        };
        std::iter::once(self.message.id).chain(answered)
    }
}

/// Reads what is shown beside messages.
pub(crate) async fn beside(
    context: &Context,
    view: &GuildView,
    messages: Vec<Arc<Message>>,
) -> Result<Vec<Shown>, ReadError> {
    let keys: Vec<(ChannelId, MessageId)> =
        messages.iter().filter_map(|message| answered(message)).collect();
    let answered_messages = context.store.load_many::<Message>(&keys).await?;
    let found = answered_messages.into_iter().flatten().filter(|m| m.deleted_at_ms.is_none());
    let found: HashMap<MessageId, Arc<Message>> = found.map(|m| (m.id, Arc::new(m))).collect();
    let all = messages.iter().chain(found.values());
    let strangers: Vec<UserId> = all
        .flat_map(|message| std::iter::once(message.author).chain(about(message)))
        .filter(|user| !view.members.contains_key(user))
        .collect();
    let strangers = context.profiles.load(&*context.store, &strangers).await?;
    let account = |id: UserId| match view.members.get(&id) {
        Some(member) => Some(Arc::clone(&member.user)),
        None => strangers.get(&id).cloned(),
    };
    let author = |id: UserId| match (view.members.get(&id), strangers.get(&id)) {
        (Some(member), _) => Author::Member(Arc::clone(member)),
        (None, Some(user)) => Author::Stranger(Arc::clone(user)),
        (None, None) => Author::Unknown,
    };
    let mut threads = threads(context, view, &messages).await?;
    let shown = messages.into_iter().map(|message| {
        let answers = match answered(&message).map(|(_, id)| found.get(&id)) {
            None => Answers::Nothing,
            Some(None) => Answers::Deleted,
            Some(Some(to)) => Answers::Message(Box::new((Arc::clone(to), author(to.author)))),
        };
        let thread = message.thread.and_then(|thread| threads.remove(&thread));
        let about = about(&message).and_then(account);
        Shown { author: author(message.author), message, answers, thread, about }
    });
    Ok(shown.collect())
}

/// The threads that began at some messages. Those that are not in the view are archived, or deleted.
async fn threads(
    context: &Context,
    view: &GuildView,
    messages: &[Arc<Message>],
) -> Result<HashMap<ChannelId, Arc<(ThreadView, ChannelHead)>>, ReadError> {
    let ids: Vec<ChannelId> = messages.iter().filter_map(|message| message.thread).collect();
    let Some(guild) = context.known_guild(view.id()).filter(|_| !ids.is_empty()) else {
        return Ok(HashMap::new());
    };
    let (mut found, mut missing) = (HashMap::new(), Vec::new());
    for id in ids {
        match view.threads.get(&id) {
            Some(thread) => {
                let head = guild.shared.head(id);
                found.insert(id, Arc::new(((**thread).clone(), head)));
            }
            None => missing.push(id),
        }
    }
    if !missing.is_empty() {
        let counted = render::MEMBERS_COUNTED_MAX;
        let read = guild::stored_threads(&*context.store, view, &missing, counted).await?;
        let ids: Vec<ChannelId> = read.iter().map(|thread| thread.thread.id).collect();
        let mut heads = guild::thread_heads(&*context.store, &ids).await?;
        for thread in read {
            let id = thread.thread.id;
            let head = heads.remove(&id).unwrap_or_default();
            found.insert(id, Arc::new((thread, head)));
        }
    }
    Ok(found)
}

/// Of whom a message of the system tells.
fn about(message: &Message) -> Option<UserId> {
    let kinds = [MessageKind::RecipientAdded, MessageKind::RecipientRemoved];
    let tells = kinds.iter().any(|kind| kind.number() == message.kind);
    message.mentions.first().copied().filter(|_| tells)
}

/// What a message answers, if it is an answer, or stands for.
fn answered(message: &Message) -> Option<(ChannelId, MessageId)> {
    let kinds = [MessageKind::Reply, MessageKind::ThreadStarter];
    let answers = kinds.iter().any(|kind| kind.number() == message.kind);
    let reference = message.reference.filter(|_| answers)?;
    Some((reference.channel, reference.message))
}
