//! Pictures of users and guilds: data addresses come in, small pictures made here are kept.
//!
//! - PO1  What is kept was encoded here: nothing of what was sent is left but its pixels.
//! - PO2  Each one has a name of its own that nobody can guess, so that one that is replaced is never
//!   another's, and browsers may keep what they have.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use storage::{FileError, FilePlace};

use super::Files;
use super::inspect::spool;
use super::kind::{Kind, sniff};
use super::picture::{Small, portrait};

/// Clients send it with padding and without.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Why a picture was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PortraitError {
    /// Not `data:image/…;base64,…` with a picture in it that can be decoded.
    #[error("this is no picture")]
    NoPicture,
    /// More bytes or pixels than there may be.
    #[error("the picture is too large")]
    TooLarge,
    /// The disk, or whatever keeps files.
    #[error(transparent)]
    File(#[from] FileError),
}

impl Files {
    /// Keeps a picture. Resolves to its name when it is durable.
    pub(crate) async fn keep_portrait(
        &self,
        address: String,
        place: impl FnOnce([u8; 16]) -> FilePlace,
    ) -> Result<String, PortraitError> {
        let turn = Arc::clone(&self.looks).acquire_owned().await.expect("it is never closed");
        let (store, pixels_max) = (self.store.clone(), self.settings.image_pixels_max);
        let bytes_max = self.settings.picture_bytes_max;
        let making = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let small = make(&address, bytes_max, pixels_max)?;
            Ok::<_, PortraitError>(spool(&store, &small)?)
        });
        let failed = |error: tokio::task::JoinError| FileError::Failed(error.to_string().into());
        let spooled = making.await.map_err(failed)??;
        let name: [u8; 16] = crate::accounts::random_secret();
        self.store.keep(spooled, place(name)).await?;
        Ok(name_text(name))
    }

    /// Removes a picture that nothing names any more. What cannot be removed now, the sweep finds.
    pub(crate) async fn remove_portrait(&self, place: FilePlace) {
        if let Err(error) = self.store.remove(place).await {
            tracing::warn!(%error, "a picture is left to the sweep");
        }
    }
}

/// A name as it is stored and shown.
pub(crate) fn name_text(name: [u8; 16]) -> String {
    format!("{:032x}", u128::from_be_bytes(name))
}

/// What [`name_text`] wrote, and nothing else.
pub(crate) fn name_of(text: &str) -> Option<[u8; 16]> {
    let name = u128::from_str_radix(text, 16).ok()?.to_be_bytes();
    (name_text(name) == text).then_some(name)
}

/// PO1.
fn make(address: &str, bytes_max: usize, pixels_max: u64) -> Result<Small, PortraitError> {
    let (head, body) = address.split_once(',').ok_or(PortraitError::NoPicture)?;
    let head = head.strip_prefix("data:image/").and_then(|head| head.strip_suffix(";base64"));
    head.ok_or(PortraitError::NoPicture)?;
    if body.len() / 4 * 3 > bytes_max {
        return Err(PortraitError::TooLarge);
    }
    let bytes = BASE64.decode(body).map_err(|_| PortraitError::NoPicture)?;
    // Its bytes say what it is, like those of any file.
    let Kind::Image(kind) = sniff(&bytes) else { return Err(PortraitError::NoPicture) };
    let seen = catch_unwind(AssertUnwindSafe(|| portrait(kind, Cursor::new(&bytes), pixels_max)));
    seen.ok().flatten().ok_or(PortraitError::NoPicture)
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, RgbImage, Rgba, RgbaImage};

    use super::*;
    use crate::files::kind::ImageKind;

    fn address(mime: &str, bytes: &[u8]) -> String {
        format!("data:{mime};base64,{}", BASE64.encode(bytes))
    }

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        let picture = RgbaImage::from_pixel(width, height, Rgba([9, 8, 7, 6]));
        picture.write_to(&mut bytes, ImageFormat::Png).unwrap();
        bytes.into_inner()
    }

    fn jpeg(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        RgbImage::new(width, height).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn po1_a_picture_becomes_a_small_one_that_was_encoded_here() {
        for (bytes, kind, size) in [
            (png(800, 400), ImageKind::Png, (256, 128)),
            (jpeg(300, 600), ImageKind::Jpeg, (128, 256)),
            ([png(8, 4), b"<script>alert(1)</script>".to_vec()].concat(), ImageKind::Png, (8, 4)),
        ] {
            // What its sender calls it does not count.
            let made = make(&address("image/webp", &bytes), 1 << 20, 1_000_000).unwrap();
            let picture = image::load_from_memory(&made.bytes).unwrap();
            assert_eq!((made.kind, picture.width(), picture.height()), (kind, size.0, size.1));
            assert!(!made.bytes.windows(7).any(|bytes| bytes == b"<script"));
        }
    }

    #[test]
    fn po1_what_is_no_picture_or_too_large_is_refused() {
        let small = png(8, 8);
        let cases = [
            (String::new(), PortraitError::NoPicture),
            ("https://example.com/a.png".to_owned(), PortraitError::NoPicture),
            (address("text/html", &small), PortraitError::NoPicture),
            (address("image/svg+xml", b"<svg onload='x()'/>"), PortraitError::NoPicture),
            (address("image/png", b"\x89PNG\r\n\x1a\nnothing"), PortraitError::NoPicture),
            ("data:image/png;base64,%%%".to_owned(), PortraitError::NoPicture),
            (address("image/png", &png(1_001, 1_000)), PortraitError::NoPicture),
            (address("image/png", &vec![7; 200_000]), PortraitError::TooLarge),
        ];
        for (address, expected) in cases {
            let shown = address.chars().take(60).collect::<String>();
            assert_eq!(make(&address, 100_000, 1_000_000), Err(expected), "{shown}");
        }
    }

    #[test]
    fn po2_a_name_has_one_form() {
        let text = name_text([0x0a; 16]);
        assert_eq!(name_of(&text), Some([0x0a; 16]));
        for strange in ["", "a", &text[1..], &text.to_uppercase(), &format!("+{}", &text[1..])] {
            assert_eq!(name_of(strange), None, "{strange}");
        }
    }
}
