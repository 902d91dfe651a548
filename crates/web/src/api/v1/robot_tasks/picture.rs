//! Pictures of screens: PNG or JPEG by their content, whatever they are called.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::api::ApiError;
use crate::api::v1::shapes::robot_task::ScreenshotPart;

/// The largest picture, bytes.
pub(super) const LARGEST: usize = 5 * 1024 * 1024;

/// A picture that was looked into.
#[derive(Debug)]
pub(super) struct Picture {
    pub(super) bytes: Vec<u8>,
    pub(super) media_type: &'static str,
}

impl Picture {
    /// Reads a picture; or tells what is wrong with it.
    pub(super) fn read(part: &ScreenshotPart) -> Result<Self, ApiError> {
        let data = |words: String| ApiError::field("/screenshot/data", words);
        let bytes = STANDARD
            .decode(part.data.as_bytes())
            .map_err(|_| data("base64（RFC 4648 の4章）にしてください。".into()))?;
        if bytes.len() > LARGEST {
            return Err(data("5MBまでの画像にしてください。".into()));
        }
        let media_type = match &*part.media_type {
            "image/png" => "image/png",
            "image/jpeg" => "image/jpeg",
            _ => {
                return Err(ApiError::field(
                    "/screenshot/media_type",
                    "image/png か image/jpeg にしてください。",
                ));
            }
        };
        let good = match media_type {
            "image/png" => is_png(&bytes),
            _ => is_jpeg(&bytes),
        };
        if good {
            Ok(Self { bytes, media_type })
        } else {
            Err(data(format!("{media_type} の画像として読めません。")))
        }
    }
}

/// Whether these are the parts of a PNG (ISO/IEC 15948 clause 5) from its head to its end, and nothing after it.
fn is_png(bytes: &[u8]) -> bool {
    let Some(mut rest) = bytes.strip_prefix(b"\x89PNG\r\n\x1A\n") else {
        return false;
    };
    let mut first = true;
    loop {
        let Some((length, after)) = rest.split_first_chunk::<4>() else {
            return false;
        };
        let Some((kind, after)) = after.split_first_chunk::<4>() else {
            return false;
        };
        let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
        let Some(after) = length.checked_add(4).and_then(|end| after.get(end..)) else {
            return false;
        };
        if first && (kind != b"IHDR" || length != 13) {
            return false;
        }
        first = false;
        if kind == b"IEND" {
            return after.is_empty();
        }
        rest = after;
    }
}

/// Whether these are the segments of a JPEG (ITU-T T.81 annex B): a frame before the first scan, and the end at the end.
fn is_jpeg(bytes: &[u8]) -> bool {
    let Some(mut rest) = bytes.strip_prefix(b"\xFF\xD8") else {
        return false;
    };
    let mut frame = false;
    loop {
        let [0xFF, marker, after @ ..] = rest else {
            return false;
        };
        let Some((length, _)) = after.split_first_chunk::<2>() else {
            return false;
        };
        let length = usize::from(u16::from_be_bytes(*length));
        match marker {
            // What follows the head of a scan is coded, up to the end of the picture.
            0xDA => return frame && length >= 2 && bytes.ends_with(b"\xFF\xD9"),
            0xC0..=0xCF if ![0xC4, 0xC8, 0xCC].contains(marker) => frame = true,
            0x01 | 0xD0..=0xD9 => return false,
            _ => {}
        }
        let Some(after) = after.get(length..) else {
            return false;
        };
        if length < 2 {
            return false;
        }
        rest = after;
    }
}

#[cfg(test)]
pub(in crate::api) mod tests {
    use super::*;

    /// A PNG of one pixel.
    pub(in crate::api) const PIXEL: &[u8] =
        b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3A\x7E\x9B\x55\
        \0\0\0\nIDAT\x78\x9C\x63\x60\0\0\0\x02\0\x01\x48\xAF\xA4\x71\0\0\0\0IEND\xAE\x42\x60\x82";

    fn read(media_type: &str, bytes: &[u8]) -> Result<Picture, ApiError> {
        Picture::read(&ScreenshotPart {
            media_type: media_type.into(),
            data: STANDARD.encode(bytes),
        })
    }

    #[test]
    fn pictures_are_known_by_their_content() {
        let jpeg = b"\xFF\xD8\xFF\xE0\0\x04JF\xFF\xC0\0\x03\x08\xFF\xDA\0\x02\x12\x34\xFF\xD9";
        assert!(read("image/png", PIXEL).is_ok());
        assert!(read("image/jpeg", jpeg).is_ok());
        for (kind, bytes) in [
            ("image/jpeg", PIXEL),
            ("image/png", jpeg),
            ("image/png", &PIXEL[..PIXEL.len() - 1]),
            ("image/png", &[PIXEL, b"<script>"].concat()),
            ("image/png", b"\x89PNG\r\n\x1A\n"),
            ("image/jpeg", &jpeg[..jpeg.len() - 1]),
            ("image/jpeg", b"\xFF\xD8\xFF\xD9"),
            ("image/jpeg", b"\xFF\xD8\xFF\xDA\0\x02\xFF\xD9"),
            ("image/gif", b"GIF89a"),
            ("image/png", b""),
            ("image/svg+xml", b"<svg/>"),
        ] {
            assert!(read(kind, bytes).is_err(), "{kind} {bytes:?}");
        }
    }

    #[test]
    fn what_is_too_large_or_no_base64_is_told() {
        let large = [PIXEL, &vec![0; LARGEST]].concat();
        assert!(read("image/png", &large).is_err());
        let part = ScreenshotPart {
            media_type: "image/png".into(),
            data: "あ".into(),
        };
        assert!(Picture::read(&part).is_err());
    }
}
