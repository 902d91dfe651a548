//! Places in a text file.

/// The line of a byte offset, counted from 1.
pub(super) fn line(text: &str, offset: usize) -> usize {
    text.char_indices()
        .take_while(|(at, _)| *at < offset)
        .filter(|(_, c)| *c == '\n')
        .count()
        + 1
}
