//! Where a file is: every address that this program writes, and no other.

use std::fmt;

use protocol::{AttachmentId, ChannelId, GuildId, UserId};

/// Names a file. Its text is its path below the root of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FilePlace {
    /// Sent along with a message.
    Attachment(ChannelId, AttachmentId, Part),
    /// A user's picture, by its name.
    Avatar(UserId, [u8; 16]),
    /// A guild's picture, by its name.
    Icon(GuildId, [u8; 16]),
}

/// Which form of an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// What was sent.
    Whole,
    /// A small picture of it.
    Thumbnail,
}

const ATTACHMENTS: &str = "attachments";
const AVATARS: &str = "avatars";
const ICONS: &str = "icons";
const THUMBNAIL: &str = "thumbnail";

impl FilePlace {
    /// Reads a path back; `None` for what [`FilePlace`] never wrote.
    pub fn parse(path: &str) -> Option<Self> {
        let mut parts = path.split('/');
        let (area, owner, name) = (parts.next()?, parts.next()?, parts.next()?);
        let place = match area {
            ATTACHMENTS => {
                let (id, part) = match name.split_once('.') {
                    Some((id, THUMBNAIL)) => (id, Part::Thumbnail),
                    Some(_) => return None,
                    None => (name, Part::Whole),
                };
                Self::Attachment(owner.parse().ok()?, id.parse().ok()?, part)
            }
            AVATARS => Self::Avatar(owner.parse().ok()?, hash(name)?),
            ICONS => Self::Icon(owner.parse().ok()?, hash(name)?),
            _ => return None,
        };
        // One file has one path.
        (parts.next().is_none() && place.to_string() == path).then_some(place)
    }

    pub(super) fn path(&self) -> object_store::path::Path {
        self.to_string().into()
    }
}

impl fmt::Display for FilePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attachment(channel, id, Part::Whole) => write!(f, "{ATTACHMENTS}/{channel}/{id}"),
            Self::Attachment(channel, id, Part::Thumbnail) => {
                write!(f, "{ATTACHMENTS}/{channel}/{id}.{THUMBNAIL}")
            }
            Self::Avatar(user, hash) => write!(f, "{AVATARS}/{user}/{}", hex(hash)),
            Self::Icon(guild, hash) => write!(f, "{ICONS}/{guild}/{}", hex(hash)),
        }
    }
}

fn hex(hash: &[u8; 16]) -> String {
    format!("{:032x}", u128::from_be_bytes(*hash))
}

fn hash(text: &str) -> Option<[u8; 16]> {
    u128::from_str_radix(text, 16).ok().map(u128::to_be_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_read_back_from_its_path_and_nothing_else_is_one() {
        let (channel, id) = (ChannelId::new(7), AttachmentId::new(8));
        let places = [
            FilePlace::Attachment(channel, id, Part::Whole),
            FilePlace::Attachment(channel, id, Part::Thumbnail),
            FilePlace::Avatar(UserId::new(9), [0xa; 16]),
            FilePlace::Icon(GuildId::new(10), [0; 16]),
        ];
        for place in places {
            assert_eq!(FilePlace::parse(&place.to_string()), Some(place), "{place}");
            assert_eq!(place.path().as_ref(), place.to_string(), "no character is escaped");
        }
        let strangers = [
            "",
            "attachments",
            "attachments/7",
            "attachments/7/8/9",
            "attachments/7/08",
            "attachments/7/8.webp",
            "attachments/../8",
            "avatars/9/a",
            "avatars/9/+a",
            "x/1/2",
            "icons/10/0A000000000000000000000000000000",
        ];
        for path in strangers {
            assert_eq!(FilePlace::parse(path), None, "{path}");
        }
    }
}
