//! What one client knows of the messages of one channel, from events alone: what was said, and who
//! reacted with what.

use std::collections::{BTreeMap, BTreeSet};

use protocol::MessageId;
use serde_json::Value;

use crate::world::{Disk, Present};

/// See the module.
#[derive(Debug, Clone, Default)]
pub(crate) struct Mirror(BTreeMap<MessageId, Present>);

impl Mirror {
    /// What was missed is not known any more: everything begins anew.
    pub(crate) fn forget(&mut self) {
        self.0.clear();
    }

    /// Takes an event in. One about a message that was written before the client came says nothing to
    /// it; each other one must change something.
    pub(crate) fn event(&mut self, name: &str, d: &Value) -> Result<(), String> {
        let text = |key: &str| d[key].as_str().unwrap_or_default().to_owned();
        let about = |key: &str| MessageId::new(text(key).parse().unwrap());
        let reaction = || (d["emoji"]["name"].as_str().unwrap().to_owned(), number(&d["user_id"]));
        match name {
            "MESSAGE_CREATE" => {
                let known = Present { content: text("content"), reactions: BTreeSet::new() };
                if self.0.insert(about("id"), known).is_some() {
                    return Err(format!("P2: {} is created twice", about("id")));
                }
            }
            "MESSAGE_UPDATE" => {
                if let Some(known) = self.0.get_mut(&about("id")) {
                    known.content = text("content");
                }
            }
            "MESSAGE_DELETE" => drop(self.0.remove(&about("id"))),
            "MESSAGE_REACTION_ADD" => {
                let known = self.0.get_mut(&about("message_id"));
                if known.is_some_and(|known| !known.reactions.insert(reaction())) {
                    return Err(format!("P2: a reaction counts twice: {d}"));
                }
            }
            "MESSAGE_REACTION_REMOVE" => {
                let known = self.0.get_mut(&about("message_id"));
                if known.is_some_and(|known| !known.reactions.remove(&reaction())) {
                    return Err(format!("P2: a reaction goes that was not there: {d}"));
                }
            }
            "MESSAGE_REACTION_REMOVE_ALL" => {
                if let Some(known) = self.0.get_mut(&about("message_id")) {
                    known.reactions.clear();
                }
            }
            _ => return Err(format!("P2: nobody knows what {name} does")),
        }
        Ok(())
    }

    /// P2: whether all that it knows is so.
    pub(crate) fn check(&self, number: usize, disk: &Disk) -> Result<(), String> {
        for (message, known) in &self.0 {
            let present = disk.present(number, *message);
            if present.as_ref() != Some(known) {
                return Err(format!("P2: c{number} has\n{present:?}, and known is\n{known:?}"));
            }
        }
        Ok(())
    }

    /// Spoils what it knows, if it knows anything, to check the checker.
    pub(crate) fn spoil(&mut self) -> bool {
        let Some(mut newest) = self.0.last_entry() else { return false };
        newest.get_mut().content.push_str(" (spoilt)");
        true
    }
}

fn number(value: &Value) -> u64 {
    value.as_str().unwrap().parse().unwrap()
}
