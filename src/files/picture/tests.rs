use image::{Rgb, RgbImage, Rgba, RgbaImage};

use super::*;

const PIXELS_MAX: u64 = 4_000_000;

fn seen(kind: ImageKind, bytes: &[u8]) -> Option<Seen> {
    see(kind, Cursor::new(bytes), PIXELS_MAX)
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = RgbaImage::from_pixel(width, height, Rgba([1, 2, 3, 4]));
    picture.write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
    bytes
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let picture = RgbImage::from_pixel(width, height, Rgb([1, 2, 3]));
    picture.write_with_encoder(JpegEncoder::new(&mut bytes)).unwrap();
    bytes
}

#[test]
fn a_small_picture_needs_no_smaller_one() {
    let expected = Seen { width: 512, height: 300, thumbnail: None };
    assert_eq!(seen(ImageKind::Png, &png(512, 300)), Some(expected));
}

#[test]
fn a_large_picture_gets_a_smaller_one_of_its_shape() {
    for (bytes, kind, made) in [
        (png(1_024, 256), ImageKind::Png, ImageKind::Png),
        (jpeg(1_024, 256), ImageKind::Jpeg, ImageKind::Jpeg),
    ] {
        let seen = seen(kind, &bytes).unwrap();
        assert_eq!((seen.width, seen.height), (1_024, 256));
        let small = seen.thumbnail.unwrap();
        assert_eq!(small.kind, made);
        let small = image::load_from_memory_with_format(&small.bytes, format(made)).unwrap();
        assert_eq!((small.width(), small.height()), (512, 128));
    }
}

#[test]
fn a_picture_that_lies_on_its_side_is_turned() {
    let exif =
        b"\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let flat = jpeg(1_024, 256);
    let turned = [&flat[..2], exif, &flat[2..]].concat();
    let seen = seen(ImageKind::Jpeg, &turned).unwrap();
    assert_eq!((seen.width, seen.height), (256, 1_024));
    let small = seen.thumbnail.unwrap();
    let small = image::load_from_memory_with_format(&small.bytes, ImageFormat::Jpeg).unwrap();
    assert_eq!((small.width(), small.height()), (128, 512));
}

/// A head that claims what nobody could hold: 60,000 by 60,000 pixels, 14 GB.
#[test]
fn fp1_a_bomb_by_its_size_is_not_decoded() {
    let mut claims = png(8, 8);
    claims[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    let checksum = crc32(&claims[12..29]);
    claims[29..33].copy_from_slice(&checksum.to_be_bytes());
    assert_eq!(seen(ImageKind::Png, &claims), None);

    let mut claims = jpeg(8, 8);
    let frame = claims.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    claims[frame + 5..frame + 9].copy_from_slice(&[0xff, 0xff, 0xff, 0xff]);
    assert_eq!(seen(ImageKind::Jpeg, &claims), None);

    let gif = b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\x02\x4c\x01\0;";
    assert_eq!(seen(ImageKind::Gif, gif), None);
}

/// A few kilobytes that become many megabytes: honest about it, and one pixel row too many.
#[test]
fn fp1_a_bomb_by_its_compression_is_not_decoded() {
    let bomb = png(2_000, 2_001);
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    assert_eq!(seen(ImageKind::Png, &bomb), None);
    assert!(seen(ImageKind::Png, &png(2_000, 2_000)).is_some());
}

/// Deep colours take more than four bytes a pixel.
#[test]
fn fp1_memory_is_counted_as_well_as_pixels() {
    let mut bytes = Vec::new();
    let deep = image::ImageBuffer::from_pixel(2_000, 1_500, Rgba([1_u16, 2, 3, 4]));
    deep.write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
    assert_eq!(seen(ImageKind::Png, &bytes), None);
}

#[test]
fn what_cannot_be_decoded_is_no_picture() {
    let whole = png(64, 64);
    assert_eq!(seen(ImageKind::Png, &whole[..whole.len() / 2]), None);
    assert_eq!(seen(ImageKind::Webp, b"RIFF\x10\0\0\0WEBPVP8 "), None);
    assert_eq!(seen(ImageKind::Gif, b""), None);
}

/// As PNG has it (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}
