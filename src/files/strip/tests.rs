use std::io::Cursor;

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, Frame, ImageFormat, Rgba, RgbaImage};

use super::*;

/// What must not be found in what is shown.
const SECRET: &[u8] = b"52.5163N 13.3777E <script>";

fn picture() -> RgbaImage {
    RgbaImage::from_fn(24, 16, |x, y| Rgba([x as u8 * 9, y as u8 * 13, 77, 255]))
}

fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    picture().write_with_encoder(PngEncoder::new(&mut bytes)).unwrap();
    bytes
}

fn jpeg() -> Vec<u8> {
    let mut bytes = Vec::new();
    let rgb = DynamicImage::from(picture()).to_rgb8();
    rgb.write_with_encoder(JpegEncoder::new(&mut bytes)).unwrap();
    bytes
}

fn gif() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    encoder.set_repeat(image::codecs::gif::Repeat::Infinite).unwrap();
    encoder.encode_frames([Frame::new(picture()), Frame::new(picture())]).unwrap();
    drop(encoder);
    bytes
}

fn webp() -> Vec<u8> {
    let mut bytes = Vec::new();
    picture().write_with_encoder(WebPEncoder::new_lossless(&mut bytes)).unwrap();
    bytes
}

fn stripped(kind: ImageKind, bytes: &[u8]) -> Result<Vec<u8>, StripError> {
    let mut to = Cursor::new(Vec::new());
    strip(kind, &mut &*bytes, &mut to)?;
    Ok(to.into_inner())
}

fn pixels(format: ImageFormat, bytes: &[u8]) -> RgbaImage {
    image::load_from_memory_with_format(bytes, format).unwrap().to_rgba8()
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

fn inserted(bytes: &[u8], at: usize, part: &[u8]) -> Vec<u8> {
    [&bytes[..at], part, &bytes[at..]].concat()
}

/// With the metadata `dirty` is a picture still; without it, the same one as `clean`.
#[track_caller]
fn check(kind: ImageKind, format: ImageFormat, clean: &[u8], dirty: &[u8]) -> Vec<u8> {
    assert!(holds(dirty, SECRET));
    let stripped = stripped(kind, dirty).unwrap();
    assert!(!holds(&stripped, SECRET), "{:?}", String::from_utf8_lossy(&stripped));
    assert_eq!(pixels(format, &stripped), pixels(format, clean));
    stripped
}

fn chunk(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], name, content, &[0; 4]].concat()
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker][..], &length, content].concat()
}

#[test]
fn fs1_a_png_loses_its_texts_profile_and_what_was_appended() {
    let clean = png();
    // Behind signature and IHDR.
    let at = 8 + 25;
    for name in [b"tEXt", b"iTXt", b"zTXt", b"eXIf", b"iCCP", b"xXxX"] {
        let dirty = inserted(&clean, at, &chunk(name, SECRET));
        assert_eq!(check(ImageKind::Png, ImageFormat::Png, &clean, &dirty), clean);
    }
    let appended = [&clean[..], b"PK\x03\x04", SECRET].concat();
    assert_eq!(check(ImageKind::Png, ImageFormat::Png, &clean, &appended), clean);
}

#[test]
fn fs1_a_jpeg_loses_exif_comments_and_what_was_appended() {
    let clean = jpeg();
    let exif = [b"Exif\0\0MM\0\x2a\0\0\0\x08\0\0", SECRET].concat();
    let xmp = [b"http://ns.adobe.com/xap/1.0/\0", SECRET].concat();
    let icc = [b"ICC_PROFILE\0\x01\x01", SECRET].concat();
    for part in [segment(0xe1, &exif), segment(0xe1, &xmp), segment(0xe2, &icc)] {
        let dirty = inserted(&clean, 2, &part);
        assert_eq!(check(ImageKind::Jpeg, ImageFormat::Jpeg, &clean, &dirty), clean);
    }
    let comment = inserted(&clean, 2, &segment(0xfe, SECRET));
    assert_eq!(check(ImageKind::Jpeg, ImageFormat::Jpeg, &clean, &comment), clean);
    let appended = [&clean[..], b"PK\x03\x04", SECRET].concat();
    assert_eq!(check(ImageKind::Jpeg, ImageFormat::Jpeg, &clean, &appended), clean);
}

#[test]
fn fs1_a_jpeg_keeps_which_way_is_up_and_nothing_else_of_its_exif() {
    let clean = jpeg();
    let big = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let little = b"Exif\0\0II\x2a\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    for exif in [big, little] {
        let dirty = inserted(&clean, 2, &segment(0xe1, &[&exif[..], SECRET].concat()));
        let stripped = check(ImageKind::Jpeg, ImageFormat::Jpeg, &clean, &dirty);
        assert_eq!(stripped, inserted(&clean, 2, &segment(0xe1, big)));
    }
}

#[test]
fn fs1_a_gif_loses_comments_and_what_was_appended_and_stays_animated() {
    let clean = gif();
    let at = 13 + if clean[10] & 0x80 == 0 { 0 } else { 3 << ((clean[10] & 7) + 1) };
    let piece = |label: u8, head: &[u8]| {
        [&[0x21, label][..], head, &[SECRET.len() as u8], SECRET, &[0]].concat()
    };
    for part in [piece(0xfe, b""), piece(0xff, b"\x0bXMP DataXMP"), piece(0x01, b"\x01x")] {
        let dirty = inserted(&clean, at, &part);
        assert_eq!(check(ImageKind::Gif, ImageFormat::Gif, &clean, &dirty), clean);
    }
    assert!(holds(&clean, b"NETSCAPE2.0"));
    let appended = [&clean[..], b"*/alert(1)", SECRET].concat();
    assert_eq!(check(ImageKind::Gif, ImageFormat::Gif, &clean, &appended), clean);
}

#[test]
fn fs1_a_webp_loses_exif_xmp_and_what_was_appended() {
    let simple = webp();
    let riff = |chunks: &[u8]| {
        let length = u32::try_from(chunks.len() + 4).unwrap().to_le_bytes();
        [b"RIFF", &length[..], b"WEBP", chunks].concat()
    };
    let part = |name: &[u8; 4], content: &[u8]| {
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        let padding = vec![0; content.len() % 2];
        [&name[..], &length, content, &padding].concat()
    };
    let extended = |flags: u8| part(b"VP8X", &[flags, 0, 0, 0, 23, 0, 0, 15, 0, 0]);
    let clean = riff(&[&extended(0)[..], &simple[12..]].concat());
    let metadata = [part(b"EXIF", SECRET), part(b"XMP ", SECRET), part(b"xXxX", SECRET)].concat();
    let dirty = riff(&[&extended(0x0c)[..], &simple[12..], &metadata].concat());
    assert_eq!(check(ImageKind::Webp, ImageFormat::WebP, &clean, &dirty), clean);
    let appended = [&clean[..], SECRET].concat();
    assert_eq!(check(ImageKind::Webp, ImageFormat::WebP, &clean, &appended), clean);
}

#[test]
fn fs3_what_ends_early_or_is_something_else_is_no_picture() {
    let whole = [
        (ImageKind::Png, png()),
        (ImageKind::Jpeg, jpeg()),
        (ImageKind::Gif, gif()),
        (ImageKind::Webp, webp()),
    ];
    for (kind, bytes) in &whole {
        assert!(stripped(*kind, bytes).is_ok(), "{kind:?}");
        for end in [0, 1, 7, 20, bytes.len() / 2, bytes.len() - 1] {
            let cut = stripped(*kind, &bytes[..end]);
            assert!(matches!(cut, Err(StripError::Malformed)), "{kind:?} {end}");
        }
        for (other, _) in whole.iter().filter(|(other, _)| other != kind) {
            assert!(matches!(stripped(*other, bytes), Err(StripError::Malformed)));
        }
    }
    // A head that is one, before what is no picture: a script in a comment of another language.
    let polyglot = b"GIF89a/*\0\0\0\0*/=alert(1);//";
    assert!(matches!(stripped(ImageKind::Gif, polyglot), Err(StripError::Malformed)));
}
