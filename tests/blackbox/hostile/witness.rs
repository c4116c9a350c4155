//! Two members who talk while others misbehave (P3).

use crate::world::{Member, World};

/// See the module.
pub(super) struct Witness {
    ada: Member,
    bob: Member,
}

impl Witness {
    /// Two members of the world, who talk a first time.
    pub(super) async fn start(world: &World) -> Self {
        let (ada, bob) = (world.member("witness.a").await, world.member("witness.b").await);
        let mut witness = Self { ada, bob };
        witness.talks("before").await;
        witness
    }

    /// One says it, and the other one sees it, behind whatever the hostile one posted.
    pub(super) async fn talks(&mut self, what: &str) {
        let said = self.ada.says(what).await;
        assert_eq!(self.bob.sees(what).await["id"], said["id"]);
    }
}
