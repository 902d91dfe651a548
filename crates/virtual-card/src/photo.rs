//! 顔写真: a grey field in JPEG 2000 (ISO/IEC 15444-1). Nobody is on it.

/// Width and height, as on the card.
const WIDTH: u32 = 240;
const HEIGHT: u32 = 300;

/// A JP2 file: grey, 8 bits. Every coefficient is nought, so that its only packet is empty.
pub(crate) fn grey() -> Vec<u8> {
    let mut out = boxed(*b"jP  ", &[0x0D, 0x0A, 0x87, 0x0A]);
    out.extend(boxed(*b"ftyp", b"jp2 \0\0\0\0jp2 "));
    let mut header = [HEIGHT.to_be_bytes(), WIDTH.to_be_bytes()].concat();
    // One component of 8 bits, compressed by JPEG 2000, colour space known, no rights.
    header.extend([0, 1, 7, 7, 0, 0]);
    let mut inner = boxed(*b"ihdr", &header);
    // Enumerated colour space 17: greyscale.
    inner.extend(boxed(*b"colr", &[1, 0, 0, 0, 0, 0, 17]));
    out.extend(boxed(*b"jp2h", &inner));
    out.extend(boxed(*b"jp2c", &codestream()));
    out
}

fn boxed(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).map_or(0, |length| length + 8);
    let mut out = length.to_be_bytes().to_vec();
    out.extend_from_slice(&kind);
    out.extend_from_slice(content);
    out
}

fn codestream() -> Vec<u8> {
    let size = [WIDTH, HEIGHT, 0, 0, WIDTH, HEIGHT, 0, 0]
        .map(u32::to_be_bytes)
        .concat();
    let mut siz = vec![0, 0];
    siz.extend(size);
    siz.extend([0, 1, 7, 1, 1]);
    let mut out = vec![0xFF, 0x4F];
    out.extend(segment(0x51, &siz));
    // One layer, no decomposition, blocks of 64 × 64, reversible.
    out.extend(segment(0x52, &[0, 0, 0, 1, 0, 0, 4, 4, 0, 1]));
    // No quantisation, two guard bits, exponent 8.
    out.extend(segment(0x5C, &[0x40, 0x40]));
    // The only part of the only tile: 12 bytes of header, 2 of marker, 1 of packet.
    out.extend(segment(0x90, &[0, 0, 0, 0, 0, 15, 0, 1]));
    out.extend([0xFF, 0x93, 0x00, 0xFF, 0xD9]);
    out
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![0xFF, marker, 0, (content.len() + 2).to_le_bytes()[0]];
    out.extend_from_slice(content);
    out
}
