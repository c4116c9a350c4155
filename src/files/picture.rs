//! Decodes pictures within limits, for their size and a smaller picture of them.
//!
//! - FP1  A picture is decoded only when its head says that it fits: pixels are counted before any
//!   memory is taken, and the decoder may not take more.
//! - FP2  Of an animation only the first frame is decoded.

use std::io::{BufRead, Cursor, Seek};

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, ImageResult, Limits};

use super::kind::ImageKind;

/// The longer side of the picture of a user or a guild.
const PORTRAIT_SIDE_MAX: u32 = 256;

/// The longer side of a smaller picture.
pub(crate) const THUMBNAIL_SIDE_MAX: u32 = 512;

/// No picture is longer, however few pixels it has.
const SIDE_MAX: u32 = 32_768;

const JPEG_QUALITY: u8 = 82;

/// What was seen of a picture that fits.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// A smaller picture, where the whole one is not small itself.
    pub(crate) thumbnail: Option<Small>,
}

/// A picture that was made here.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Small {
    pub(crate) kind: ImageKind,
    pub(crate) bytes: Vec<u8>,
}

/// Looks at a picture. `None` when it does not fit or cannot be decoded.
pub(crate) fn see(kind: ImageKind, from: impl BufRead + Seek, pixels_max: u64) -> Option<Seen> {
    let (picture, turn) = decode(kind, from, pixels_max)?;
    let (width, height) = (picture.width(), picture.height());
    let is_small = width <= THUMBNAIL_SIDE_MAX && height <= THUMBNAIL_SIDE_MAX;
    let thumbnail = if is_small { None } else { Some(small(&picture, turn, THUMBNAIL_SIDE_MAX)?) };
    let turned = is_turned(turn);
    let (width, height) = if turned { (height, width) } else { (width, height) };
    Some(Seen { width, height, thumbnail })
}

/// A small picture of a picture, whatever its size. `None` when it does not fit or cannot be decoded.
pub(crate) fn portrait(
    kind: ImageKind,
    from: impl BufRead + Seek,
    pixels_max: u64,
) -> Option<Small> {
    let (picture, turn) = decode(kind, from, pixels_max)?;
    small(&picture, turn, PORTRAIT_SIDE_MAX)
}

/// FP1, FP2.
fn decode(
    kind: ImageKind,
    from: impl BufRead + Seek,
    pixels_max: u64,
) -> Option<(DynamicImage, Orientation)> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    // Four bytes a pixel; what has more may have fewer pixels.
    limits.max_alloc = Some(pixels_max.saturating_mul(4));
    let mut reader = ImageReader::with_format(from, format(kind));
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > pixels_max {
        return None;
    }
    limits.reserve(decoder.total_bytes()).ok()?;
    decoder.set_limits(limits).ok()?;
    let turn = decoder.orientation().ok()?;
    Some((DynamicImage::from_decoder(decoder).ok()?, turn))
}

fn small(picture: &DynamicImage, turn: Orientation, side: u32) -> Option<Small> {
    let fits = picture.width() <= side && picture.height() <= side;
    let mut small = if fits { picture.clone() } else { picture.thumbnail(side, side) };
    small.apply_orientation(turn);
    encode(&small).ok()
}

fn encode(picture: &DynamicImage) -> ImageResult<Small> {
    let mut bytes = Cursor::new(Vec::new());
    let kind = if picture.has_alpha() {
        picture.to_rgba8().write_with_encoder(PngEncoder::new(&mut bytes))?;
        ImageKind::Png
    } else {
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        picture.to_rgb8().write_with_encoder(encoder)?;
        ImageKind::Jpeg
    };
    Ok(Small { kind, bytes: bytes.into_inner() })
}

const fn format(kind: ImageKind) -> ImageFormat {
    match kind {
        ImageKind::Png => ImageFormat::Png,
        ImageKind::Jpeg => ImageFormat::Jpeg,
        ImageKind::Gif => ImageFormat::Gif,
        ImageKind::Webp => ImageFormat::WebP,
    }
}

const fn is_turned(turn: Orientation) -> bool {
    matches!(
        turn,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

#[cfg(test)]
mod tests;
