//! What is known of the configuration and of the machine.

use std::net::{IpAddr, SocketAddr};

use crate::config::Settings;

/// See the module.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub(super) plan: Plan,
    pub(super) machine: Machine,
    pub(super) http: Door,
    /// None without a media server.
    pub(super) media: Option<MediaFacts>,
}

/// What the settings say of voice.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) http: SocketAddr,
    /// Where the media server listens; none without one.
    pub(super) media: Option<SocketAddr>,
    /// What is set to be announced; nothing leaves it to the media server.
    pub(super) announced: Vec<IpAddr>,
    pub(super) public_url: Option<String>,
    pub(super) mesh_max: usize,
}

/// What this machine is.
#[derive(Debug, Clone, Default)]
pub(super) struct Machine {
    /// Its addresses, each with the name of its interface where that is known.
    pub(super) addresses: Vec<(IpAddr, Option<String>)>,
    /// Something says that it is a container.
    pub(super) is_container: bool,
}

/// What became of listening somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Door {
    /// It could be listened on.
    Free,
    /// Somebody else listens there; none where this user may not know who.
    Taken(Option<Holder>),
    /// This user may not.
    Forbidden,
    /// The machine has no such address.
    Elsewhere,
    /// Any other reason, as the system says it.
    Failed(String),
}

/// A process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holder {
    pub(super) pid: u32,
    pub(super) name: String,
}

/// What was found about the media server's port.
#[derive(Debug, Clone)]
pub(super) struct MediaFacts {
    pub(super) door: Door,
    /// One for each address that clients would be told.
    pub(super) ways: Vec<Way>,
}

/// The way to an announced address.
#[derive(Debug, Clone)]
pub(super) struct Way {
    pub(super) to: SocketAddr,
    pub(super) trip: Trip,
}

/// What became of a question that was sent along a way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trip {
    /// It arrived, and its answer too. From where it seemed to come.
    Answered(SocketAddr),
    /// Nothing came.
    Silent,
    /// The system would not send it, for this reason.
    Unsent(String),
    /// There was no socket to try it with.
    Untried,
}

impl Plan {
    pub(super) fn of(settings: &Settings) -> Self {
        let media = settings.media.unwrap_or(settings.listen);
        Self {
            http: settings.listen,
            media: settings.voice.media.then_some(media),
            announced: settings.voice.announced.clone(),
            public_url: settings.public_url.clone(),
            mesh_max: settings.voice.mesh_max,
        }
    }
}

impl Machine {
    /// The interface of an address of this machine: none if it is no address of it, `Some(None)` if the
    /// interface is not known.
    pub(super) fn interface(&self, ip: IpAddr) -> Option<Option<&str>> {
        let found = self.addresses.iter().find(|(own, _)| *own == ip);
        found.map(|(_, name)| name.as_deref())
    }

    pub(super) fn has(&self, ip: IpAddr) -> bool {
        ip.is_loopback() || self.interface(ip).is_some()
    }
}
