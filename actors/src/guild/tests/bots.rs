//! A bot's role: it comes with the bot, keeps what people made of it, and goes with the bot.

use storage::records::Role;

use super::*;

/// Ada's guild with the robot, whose role people changed.
fn with_robot() -> (GuildView, Role) {
    let mut view = changed(&guild(), grant(ADA, Permissions::KICK_MEMBERS));
    let role = view.roles.values().find(|role| role.bot == Some(ROBOT)).unwrap().clone();
    let role = Role {
        name: "Porter".to_owned(),
        color: 7,
        hoist: true,
        mentionable: true,
        position: 3,
        ..role
    };
    let mut roles = (*view.roles).clone();
    roles.insert(role.id, role.clone());
    view.roles = Arc::new(roles);
    (view, role)
}

fn changed(view: &GuildView, command: Command) -> GuildView {
    decided(view, command).unwrap_or_else(|error| panic!("{error}")).view
}

#[test]
fn a_bot_that_is_granted_other_permissions_keeps_the_rest_of_its_role() {
    let (view, role) = with_robot();
    let next = changed(&view, grant(ADA, Permissions::BAN_MEMBERS));
    assert_eq!(next.roles[&role.id], Role { permissions: Permissions::BAN_MEMBERS, ..role });
    assert_eq!(next.roles.len(), view.roles.len());
}

#[test]
fn a_bot_brings_no_role_beyond_the_most_that_a_guild_may_have() {
    let full = |view: GuildView| {
        let missing = 250 - view.roles.len() as u64;
        (0..missing)
            .fold(view, |view, i| with_role(view, RoleId::new(10_000 + i), 1, Permissions::empty()))
    };
    let none = Permissions::empty();
    check(&full(guild()), grant(ADA, none), Err(GuildError::TooManyRoles(250)));
    check(&full(with_robot().0), grant(ADA, none), Ok(()));
}

#[tokio::test]
async fn gu3_a_bot_that_leaves_takes_its_role_and_its_exceptions_along() {
    let (view, role) = with_robot();
    let none = Permissions::empty();
    let view = with_channel(view, GENERAL, |channel| {
        channel.overwrites = vec![
            Overwrite::role(role.id, Permissions::SEND_MESSAGES, none),
            Overwrite::member(BOB, Permissions::SEND_MESSAGES, none),
        ];
    });
    let Change { batch, view: next, .. } =
        decided(&view, Command::Leave { user: ROBOT }).unwrap_or_else(|error| panic!("{error}"));
    assert!(!next.roles.contains_key(&role.id) && !next.members.contains_key(&ROBOT));
    let overwrites = &next.channels[&GENERAL].overwrites;
    assert_eq!(overwrites[..], [Overwrite::member(BOB, Permissions::SEND_MESSAGES, none)]);

    let store = MemoryStore::new();
    for rows in [rows(&view), accounts(), batch] {
        store.commit(rows).await.unwrap();
    }
    let stored = load::view(&store, GUILD, &Addresses::default()).await.unwrap().unwrap();
    assert_eq!((&stored.roles, &stored.channels), (&next.roles, &next.channels));
    assert_eq!(stored.members, next.members);
}
