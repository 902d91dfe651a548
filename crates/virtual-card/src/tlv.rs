//! Tag, length, value, as the card's files are written.

/// An object: a tag of one or two bytes, its length, its value.
pub(crate) fn object(tag: u16, value: &[u8]) -> Vec<u8> {
    let mut out = tag_bytes(tag);
    match value.len() {
        short @ 0..0x80 => out.push(low(short)),
        // The card writes every longer length in two bytes, also one that would fit into one.
        long => out.extend_from_slice(&[0x82, low(long >> 8), low(long)]),
    }
    out.extend_from_slice(value);
    out
}

/// A file whose first object is a table of where the others begin, counted from the start of the file.
pub(crate) fn with_offsets(tag: u16, table: u16, objects: &[Vec<u8>]) -> Vec<u8> {
    let table_length = 3 + 2 * objects.len();
    let body: usize = table_length + objects.iter().map(Vec::len).sum::<usize>();
    let header = if body < 0x80 { 3 } else { 5 };
    let mut position = header + table_length;
    let mut offsets = Vec::new();
    for object in objects {
        offsets.extend_from_slice(&[low(position >> 8), low(position)]);
        position += object.len();
    }
    let mut value = object(table, &offsets);
    value.extend(objects.iter().flatten());
    object(tag, &value)
}

fn tag_bytes(tag: u16) -> Vec<u8> {
    match tag.to_be_bytes() {
        [0, short] => vec![short],
        long => long.to_vec(),
    }
}

/// The lowest byte of a number. No file of the card is longer than two of them say.
fn low(number: usize) -> u8 {
    number.to_le_bytes()[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_as_the_card_writes_them() {
        assert_eq!(object(0xDF25, b"1"), [0xDF, 0x25, 1, b'1']);
        assert_eq!(object(0x90, &[1, 0, 1]), [0x90, 3, 1, 0, 1]);
        assert_eq!(object(0xDF43, &[0xFF; 128])[..5], [0xDF, 0x43, 0x82, 0x00, 0x80]);
        assert_eq!(object(0xDF33, &[0; 256])[..5], [0xDF, 0x33, 0x82, 0x01, 0x00]);
    }

    #[test]
    fn the_table_says_where_each_object_begins() {
        let objects = [object(0xDF22, &[1; 200]), object(0xDF23, &[2; 3])];
        let file = with_offsets(0xFF20, 0xDF21, &objects);
        assert_eq!(file[5..8], [0xDF, 0x21, 4]);
        let at = |index: usize| usize::from(u16::from_be_bytes([file[8 + 2 * index], file[9 + 2 * index]]));
        assert!(file[at(0)..].starts_with(&[0xDF, 0x22, 0x82, 0, 200]));
        assert_eq!(file[at(1)..], objects[1]);
    }
}
