//! What goes with a guild, a channel, and an owner.

use storage::StoreExt as _;
use storage::records::{Channel, Guild, RemovedChannel, RemovedGuild};

use super::*;

pub(super) fn channel(actor: UserId, channel: ChannelId) -> Command {
    Command::DeleteChannel { actor, channel }
}

pub(super) fn hand_over(actor: UserId, owner: UserId) -> Command {
    let patch = GuildPatch { owner: Some(owner), ..GuildPatch::default() };
    Command::Update { actor, patch }
}

fn next(view: &GuildView, command: Command) -> GuildView {
    decided(view, command).unwrap_or_else(|error| panic!("{error}")).view
}

#[test]
fn gu1_only_the_owner_deletes_a_guild_or_hands_it_over() {
    let view = bob_with(Permissions::all());
    check(&view, Command::Delete { actor: BOB }, MISSING);
    check(&view, Command::Delete { actor: EVE }, Err(GuildError::UnknownGuild));
    check(&view, hand_over(BOB, BOB), MISSING);
    check(&view, hand_over(ADA, EVE), Err(GuildError::UnknownMember));
    let next = next(&view, hand_over(ADA, BOB));
    assert_eq!(next.guild.owner, BOB);
    assert!(next.access_version > view.access_version);
    check(&next, Command::Leave { user: ADA }, Ok(()));
    check(&next, Command::Delete { actor: ADA }, MISSING);
}

#[test]
fn a_bot_owns_no_guild() {
    let mut view = guild();
    let robot = Arc::new(User { bot: true, ..account(BOB) });
    let mut member = (*view.members[&BOB]).clone();
    member.user = robot;
    view.members.insert(BOB, Arc::new(member));
    check(&view, hand_over(ADA, BOB), Err(GuildError::Invalid(Field::Owner)));
}

#[tokio::test]
async fn gu3_a_deleted_guild_is_found_no_more_and_leaves_a_mark_for_the_sweep() {
    let store = MemoryStore::new();
    store.commit(rows(&guild())).await.unwrap();
    let change = decided(&guild(), Command::Delete { actor: ADA });
    let change = change.unwrap_or_else(|error| panic!("{error}"));
    assert!(change.view.is_gone());
    store.commit(change.batch).await.unwrap();
    assert_eq!(store.load::<Guild>(&GUILD).await.unwrap(), None);
    let mark = RemovedGuild { guild: GUILD, removed_at_ms: NOW_MS };
    assert_eq!(store.load::<RemovedGuild>(&GUILD).await.unwrap(), Some(mark));
    check(&change.view, rename(ADA, "Pier"), Err(GuildError::UnknownGuild));
}

#[tokio::test]
async fn a_deleted_category_leaves_its_channels_and_a_greeting_place_is_none_any_more() {
    let category = ChannelId::new(300);
    let view = with_channel(guild(), category, |channel| channel.kind = ChannelKind::Category);
    let view = with_channel(view, GENERAL, |channel| channel.parent = Some(category));
    let view_2 = next(&view, channel(ADA, category));
    assert_eq!(view_2.channels[&GENERAL].parent, None);

    let store = MemoryStore::new();
    store.commit(rows(&view)).await.unwrap();
    let change = decided(&view, channel(ADA, GENERAL)).unwrap_or_else(|error| panic!("{error}"));
    store.commit(change.batch).await.unwrap();
    assert_eq!(change.view.guild.system_channel, None);
    assert_eq!(store.load::<Channel>(&(GUILD, GENERAL)).await.unwrap(), None);
    assert_eq!(store.load::<ChannelHome>(&GENERAL).await.unwrap(), None);
    assert!(store.load::<RemovedChannel>(&GENERAL).await.unwrap().is_some());
}

#[test]
fn an_invite_to_a_deleted_channel_leads_nowhere() {
    let view = next(&guild(), channel(ADA, GENERAL));
    let join = Command::Join { user: Arc::new(account(EVE)), invite: invite() };
    check(&view, join, Err(GuildError::UnknownInvite));
}
