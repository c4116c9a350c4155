//! Whether everybody heard all of their rooms, and nothing else.

use std::collections::HashMap;

use super::Crowd;
use crate::check::{Heard, Verdict, check_session};
use crate::door::Door;

/// Reads what the server has, and compares.
pub(super) async fn judge(crowd: &Crowd, door: Door) -> anyhow::Result<Verdict> {
    crowd.record.mark("everything is compared");
    let mut verdict = Verdict::default();
    for room in &crowd.rooms {
        let mut log = room.log.lock().await;
        log.read_on(door, &crowd.run).await?;
        let acknowledged = room.acknowledged.borrow().clone();
        log.check(door, &acknowledged, &mut verdict).await?;
    }
    for (number, person) in crowd.people.iter().enumerate() {
        let mut heard = by_room(&person.session.heard(), &crowd.room_of.borrow());
        for room in &person.rooms {
            let heard = heard.remove(room).unwrap_or_default();
            let log = crowd.rooms[*room].log.lock().await;
            check_session(number, &heard, log.heard(), &mut verdict);
        }
        for heard in heard.into_values() {
            check_session(number, &heard, &[], &mut verdict);
        }
        if let Some(reason) = person.session.ended() {
            crowd.record.error("sessions ended");
            verdict.add(&format!("session {number} ended: {reason}"));
        }
    }
    Ok(verdict)
}

/// What somebody heard, apart by the room that it was posted in.
fn by_room(heard: &[Heard], room_of: &[usize]) -> HashMap<usize, Vec<Heard>> {
    let mut rooms: HashMap<usize, Vec<Heard>> = HashMap::new();
    for heard in heard {
        let room = room_of.get(heard.post as usize).copied().unwrap_or(usize::MAX);
        rooms.entry(room).or_default().push(*heard);
    }
    rooms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_heard_keeps_its_order_in_each_room() {
        let heard = |post, x_seq| Heard { post, x_seq };
        let all = [heard(0, 1), heard(2, 9), heard(1, 1), heard(3, 2), heard(7, 1)];
        let rooms = by_room(&all, &[4, 5, 5, 4]);
        assert_eq!(rooms[&4], [heard(0, 1), heard(3, 2)]);
        assert_eq!(rooms[&5], [heard(2, 9), heard(1, 1)]);
        assert_eq!(rooms[&usize::MAX], [heard(7, 1)]);
    }
}
