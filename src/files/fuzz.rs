//! Uploads: any bytes are a form or a refusal, a file or a picture, and no name leads anywhere.

use std::io::Cursor;
use std::time::Duration;

use axum::body::Body;
use bolero::check;
use image::{ImageFormat, Rgba, RgbaImage};

use super::form::{Form, FormError, FormPart};
use super::kind::{ImageKind, Kind, sniff};
use super::picture::see;
use super::strip::strip;
use super::{Pace, sanitise};
use crate::fuzz::{Edit, edited, share_of};

const PACE: Pace =
    Pace { whole: Duration::from_secs(3_600), stall: Duration::from_secs(1), bytes_max: 1 << 20 };

/// Reads a form that is all there; what it kept in memory is what its fields held.
async fn read(bytes: Vec<u8>) -> Result<usize, FormError> {
    let mut form = Form::new(Body::from(bytes), "x".to_owned(), PACE, 1 << 12);
    let mut parts = 0;
    while let Some(part) = form.next().await? {
        parts += 1;
        match part {
            FormPart::Payload(json) => assert!(json.len() <= 1 << 12),
            FormPart::Other => {}
            FormPart::File(mut file) => while file.chunk().await?.is_some() {},
        }
    }
    Ok(parts)
}

#[test]
fn fz1_any_bytes_are_a_form_or_a_refusal() {
    let seeds = [
        b"--x\r\nContent-Disposition: form-data; name=\"files[0]\"; filename=\"a\"\r\n\r\nb\r\n--x\r\n\
            Content-Disposition: form-data; name=\"payload_json\"\r\n\r\n{}\r\n--x--\r\n"
            .to_vec(),
    ];
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    let runtime = runtime.expect("a runtime");
    check!().with_test_time(share_of(3)).with_type::<Vec<Edit>>().for_each(|edits| {
        let bytes = edited(&seeds, 0, edits);
        let length = bytes.len();
        if let Ok(parts) = runtime.block_on(read(bytes)) {
            assert!(parts <= length);
        }
    });
}

fn pictures() -> Vec<Vec<u8>> {
    let picture = RgbaImage::from_fn(9, 7, |x, y| Rgba([x as u8 * 20, y as u8 * 30, 9, 255]));
    let formats = [ImageFormat::Png, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Jpeg];
    let encoded = formats.map(|format| {
        let mut bytes = Cursor::new(Vec::new());
        let picture = image::DynamicImage::from(picture.clone());
        let picture = if format == ImageFormat::Jpeg { picture.to_rgb8().into() } else { picture };
        picture.write_to(&mut bytes, format).expect("it is written");
        bytes.into_inner()
    });
    encoded.to_vec()
}

/// FZ2, FZ3: what was stripped once is stripped to the same again, and has not grown much: of Exif the
/// direction is kept, in a form of our own.
#[test]
fn fz1_any_bytes_are_a_picture_or_none() {
    let seeds = pictures();
    check!().with_test_time(share_of(3)).with_type::<(u8, Vec<Edit>)>().for_each(
        |(seed, edits)| {
            let bytes = edited(&seeds, *seed, edits);
            let Kind::Image(kind) = sniff(&bytes) else { return };
            let Some(stripped) = stripped(kind, &bytes) else { return };
            assert!(stripped.len() <= 2 * bytes.len());
            assert_eq!(stripped_again(kind, &stripped), stripped);
            let _seen = see(kind, Cursor::new(&stripped), 100_000);
        },
    );
}

fn stripped(kind: ImageKind, bytes: &[u8]) -> Option<Vec<u8>> {
    let mut to = Cursor::new(Vec::new());
    strip(kind, &mut &*bytes, &mut to).ok().map(|()| to.into_inner())
}

fn stripped_again(kind: ImageKind, bytes: &[u8]) -> Vec<u8> {
    stripped(kind, bytes).expect("what was stripped is a picture")
}

#[test]
fn fn1_any_name_becomes_one_that_leads_nowhere() {
    let seeds = ["../../a.png", "C:\\b.txt", "\u{202e}gpj.exe", "CON.tar.gz", "Grüße 日本.webp"];
    let seeds = seeds.map(|name| name.as_bytes().to_vec());
    check!().with_test_time(share_of(3)).with_type::<(u8, Vec<Edit>)>().for_each(
        |(seed, edits)| {
            let bytes = edited(&seeds, *seed, edits);
            let name = sanitise(&String::from_utf8_lossy(&bytes));
            assert!(!name.is_empty() && name.len() <= 255, "{name:?}");
            assert!(!name.contains(['/', '\\', '"', '\0']) && !name.starts_with('.'), "{name:?}");
            assert_eq!(sanitise(&name), name);
        },
    );
}
