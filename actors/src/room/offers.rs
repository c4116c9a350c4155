//! Offers of one session to the media server.
//!
//! - OQ1  One is answered at a time, and one waits at most: the newest.

use protocol::gateway::MediaOffer;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct OfferQueue {
    is_busy: bool,
    waiting: Option<MediaOffer>,
}

impl OfferQueue {
    /// Takes an offer in. It is given back if nothing stands before it: then it is to be answered.
    pub(crate) fn push(&mut self, offer: MediaOffer) -> Option<MediaOffer> {
        if self.is_busy {
            self.waiting = Some(offer);
            return None;
        }
        self.is_busy = true;
        Some(offer)
    }

    /// One is answered; the one to be answered next.
    pub(crate) fn next(&mut self) -> Option<MediaOffer> {
        let next = self.waiting.take();
        self.is_busy = next.is_some();
        next
    }
}

#[cfg(test)]
mod tests {
    use protocol::ChannelId;

    use super::*;

    fn offer(n: u32) -> MediaOffer {
        MediaOffer { channel_id: ChannelId::new(1), n, offer: "v=0".to_owned() }
    }

    #[test]
    fn oq1_one_is_answered_at_a_time_and_the_newest_waits() {
        let mut queue = OfferQueue::default();
        assert_eq!(queue.push(offer(1)), Some(offer(1)));
        for n in 2..=100 {
            assert_eq!(queue.push(offer(n)), None);
        }
        assert_eq!(queue.next(), Some(offer(100)));
        assert_eq!(queue.push(offer(101)), None, "the former one is not answered yet");
        assert_eq!(queue.next(), Some(offer(101)));
        assert_eq!(queue.next(), None);
        assert_eq!(queue.push(offer(102)), Some(offer(102)));
    }
}
