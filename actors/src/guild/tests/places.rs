//! Channels in another order, and under other categories.

use super::*;

const LOBBY: ChannelId = ChannelId::new(201);
const CATEGORY: ChannelId = ChannelId::new(202);

pub(super) fn place(actor: UserId, places: &[(ChannelId, u16)]) -> Command {
    let places = places.iter().map(|(id, position)| ChannelPlace {
        id: *id,
        position: Some(*position),
        parent: None,
        lock_permissions: false,
    });
    Command::PlaceChannels { actor, places: places.collect() }
}

fn under(actor: UserId, channel: ChannelId, parent: Option<ChannelId>, lock: bool) -> Command {
    let place =
        ChannelPlace { id: channel, position: None, parent: Some(parent), lock_permissions: lock };
    Command::PlaceChannels { actor, places: vec![place] }
}

fn floor() -> GuildView {
    let hidden = Overwrite::role(GUILD.everyone(), Permissions::empty(), Permissions::VIEW_CHANNEL);
    let view = with_channel(guild(), LOBBY, |channel| channel.position = 1);
    with_channel(view, CATEGORY, |channel| {
        channel.kind = ChannelKind::Category;
        channel.overwrites = vec![hidden];
    })
}

fn next(view: &GuildView, command: Command) -> GuildView {
    decided(view, command).unwrap_or_else(|error| panic!("{error}")).view
}

#[test]
fn channels_change_places_in_one_batch_and_only_those_that_move_are_written() {
    let view = floor();
    let moved = decided(&view, place(ADA, &[(GENERAL, 1), (LOBBY, 0), (CATEGORY, 0)]));
    let moved = moved.unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(moved.batch.ops.len(), 2);
    assert_eq!(moved.view.channels[&GENERAL].position, 1);
    assert_eq!(moved.view.channels[&LOBBY].position, 0);
    let unknown = GuildError::Access(AccessError::UnknownChannel);
    check(&view, place(ADA, &[(ChannelId::new(999), 0)]), Err(unknown));
    check(&view, place(ADA, &[(LOBBY, 0); 501]), Err(GuildError::Invalid(Field::Places)));
}

#[test]
fn a_channel_goes_under_a_category_and_takes_its_overwrites_if_asked() {
    let view = floor();
    let open = next(&view, under(ADA, GENERAL, Some(CATEGORY), false));
    assert_eq!(open.channels[&GENERAL].parent, Some(CATEGORY));
    assert!(open.can_view(BOB, GENERAL));
    let locked = next(&view, under(ADA, GENERAL, Some(CATEGORY), true));
    assert!(!locked.can_view(BOB, GENERAL));
    assert_eq!(next(&open, under(ADA, GENERAL, None, false)).channels[&GENERAL].parent, None);
    let wrong = || Err(GuildError::Invalid(Field::Parent));
    check(&view, under(ADA, GENERAL, Some(LOBBY), false), wrong());
    check(&view, under(ADA, CATEGORY, Some(CATEGORY), false), wrong());
}

#[test]
fn gu1_a_channel_that_one_does_not_manage_is_not_moved() {
    let view = bob_with(Permissions::MANAGE_CHANNELS);
    let view = with_channel(view, LOBBY, |_| {});
    check(&view, place(BOB, &[(GENERAL, 5)]), Ok(()));
    let no = Overwrite::member(BOB, Permissions::empty(), Permissions::MANAGE_CHANNELS);
    let view = with_channel(view, GENERAL, |channel| channel.overwrites = vec![no]);
    check(&view, place(BOB, &[(GENERAL, 5)]), MISSING);
    check(&view, place(BOB, &[(GENERAL, 0), (LOBBY, 5)]), Ok(()));
    let hidden = denied(view, BOB, Permissions::VIEW_CHANNEL);
    let no_access = GuildError::Access(AccessError::NoAccess);
    check(&hidden, place(BOB, &[(GENERAL, 5)]), Err(no_access));
    let category = with_channel(bob_with(Permissions::MANAGE_CHANNELS), CATEGORY, |channel| {
        channel.kind = ChannelKind::Category;
    });
    check(&category, under(BOB, GENERAL, Some(CATEGORY), true), MISSING);
}
