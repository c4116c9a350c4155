//! Which fields differ, and who may read of it.

use protocol::RoleId;
use protocol::permissions::Overwrite;
use storage::records::ChannelKind;

use super::*;
use crate::view::sample::{
    ADA, BOB, GENERAL, GUILD, denied, guild, with_channel, with_member, with_role,
};

const KEEPERS: RoleId = RoleId::new(11);
const GONE: ChannelId = ChannelId::new(999);

/// `general`, which @everyone does not see.
fn closed() -> GuildView {
    let hidden = Overwrite::role(GUILD.everyone(), Permissions::empty(), Permissions::VIEW_CHANNEL);
    with_channel(guild(), GENERAL, |channel| channel.overwrites = vec![hidden])
}

#[test]
fn au2_null_and_nothing_are_the_same() {
    #[derive(Serialize)]
    struct Thing {
        name: &'static str,
        size: Option<u8>,
    }
    let fields = [("name", "name"), ("size", "girth"), ("missing", "missing")];
    let (small, big) = (Thing { name: "a", size: None }, Thing { name: "a", size: Some(2) });
    let size = |old: Option<&str>, new: Option<&str>| AuditChange {
        key: "girth".to_owned(),
        old: old.map(str::to_owned),
        new: new.map(str::to_owned),
    };
    assert_eq!(differences(&fields, Some(&small), Some(&big)), [size(None, Some("2"))]);
    assert_eq!(differences(&fields, Some(&big), Some(&small)), [size(Some("2"), None)]);
    assert_eq!(differences(&fields, Some(&big), Some(&big)), []);
    let made = differences(&fields, None, Some(&small));
    let name = AuditChange { key: "name".to_owned(), old: None, new: Some("\"a\"".to_owned()) };
    assert_eq!(made, [name]);
}

#[test]
fn au3_of_a_channel_read_those_who_see_it() {
    let check = |view: &GuildView, reader, wanted: bool| {
        let scope = scope(view, GENERAL);
        assert_eq!(is_readable(view, reader, scope), wanted, "{scope:?} {reader}");
    };
    check(&guild(), BOB, true);
    check(&closed(), BOB, false);
    check(&closed(), ADA, true);
    check(&denied(guild(), BOB, Permissions::VIEW_CHANNEL), BOB, false);
    assert!(is_readable(&closed(), BOB, AuditScope::Guild));
}

#[test]
fn au3_what_was_open_to_everyone_stays_so_once_it_is_gone() {
    let check = |view: &GuildView, channel, open: bool| {
        assert_eq!(scope(view, channel), AuditScope::Channel { channel, open });
    };
    check(&guild(), GENERAL, true);
    check(&closed(), GENERAL, false);
    // For one who was shut out it stays shut only while it is there: it was no secret.
    check(&denied(guild(), BOB, Permissions::VIEW_CHANNEL), GENERAL, true);
    let archived = with_channel(guild(), GENERAL, |channel| channel.archived = true);
    check(&archived, GENERAL, false);
    let voice = with_channel(guild(), GENERAL, |channel| channel.kind = ChannelKind::Voice);
    check(&voice, GENERAL, true);

    let view = with_role(guild(), KEEPERS, 1, Permissions::ADMINISTRATOR);
    let of = |open| AuditScope::Channel { channel: GONE, open };
    assert!(is_readable(&view, BOB, of(true)));
    assert!(!is_readable(&view, BOB, of(false)));
    assert!(is_readable(&view, ADA, of(false)));
    assert!(is_readable(&with_member(view, BOB, &[KEEPERS]), BOB, of(false)));
}
