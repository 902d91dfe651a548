//! Breaking into lines: anywhere between Japanese characters but by 禁則, between words otherwise.

use std::ops::Range;

use crate::fonts::Cluster;

/// Must not begin a line.
const NOT_FIRST: &str = "、。，．・：；？！）」』】〕〉》］｝ー々〜～ぁぃぅぇぉっゃゅょァィゥェォッャュョ％)]},.!?:;｡｣､･ｧｨｩｪｫｬｭｮｯｰﾞﾟ";
/// Must not end a line.
const NOT_LAST: &str = "（「『【〔〈《［｛([{";

/// Whether the cluster is a line break that someone typed.
pub(super) fn is_newline(cluster: &Cluster) -> bool {
    matches!(&*cluster.text, "\n" | "\r\n" | "\r" | "\u{2028}" | "\u{2029}")
}

fn is_space(cluster: &Cluster) -> bool {
    matches!(&*cluster.text, " " | "\u{3000}")
}

fn within_word(one: &Cluster, other: &Cluster) -> bool {
    let latin = |cluster: &Cluster| {
        cluster
            .text
            .chars()
            .next()
            .is_some_and(|c| c < '\u{2000}' && !c.is_whitespace())
    };
    latin(one) && latin(other)
}

/// Whether a line may end after `one` and the next begin with `other`; with `words`, only after a space.
fn may_break(one: &Cluster, other: &Cluster, words: bool) -> bool {
    !(is_space(other)
        || (words && !is_space(one))
        || NOT_FIRST.contains(&*other.text)
        || NOT_LAST.contains(&*one.text)
        || within_word(one, other))
}

/// The lines of a text for a width in ems, as ranges, and whether a word of the alphabet had to be broken. Newlines
/// belong to no line. Spaces at the end of a line stay there. A line is wider than the width only where a single
/// character is.
pub(super) fn lines(clusters: &[Cluster], width: f32, words: bool) -> (Vec<Range<usize>>, bool) {
    let mut lines = Vec::new();
    let mut broke_a_word = false;
    let mut start = 0;
    let mut used = 0.0;
    let mut at = 0;
    while at < clusters.len() {
        let cluster = &clusters[at];
        if is_newline(cluster) {
            lines.push(start..at);
            at += 1;
            (start, used) = (at, 0.0);
            continue;
        }
        if at > start && used + cluster.advance > width + 1e-3 && !is_space(cluster) {
            let end = end_of_line(clusters, start, at, words);
            broke_a_word |= within_word(&clusters[end - 1], &clusters[end]);
            lines.push(start..end);
            (start, at, used) = (end, end, 0.0);
            continue;
        }
        used += cluster.advance;
        at += 1;
    }
    lines.push(start..clusters.len());
    (lines, broke_a_word)
}

/// The last place before `at` where the line may end; `at` itself where there is none.
fn end_of_line(clusters: &[Cluster], start: usize, at: usize, words: bool) -> usize {
    let find = |words| {
        (start + 1..=at)
            .rev()
            .find(|end| may_break(&clusters[*end - 1], &clusters[*end], words))
    };
    find(words).or_else(|| find(false)).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::{Drawing, Face};
    use proptest::prelude::*;

    fn clusters(text: &str) -> Vec<Cluster> {
        let cluster = |c: char| Cluster {
            text: c.into(),
            face: Face::IpaMjMincho,
            glyph: 1,
            advance: if c.is_ascii() { 0.5 } else { 1.0 },
            drawing: Drawing::Own,
        };
        text.chars().map(cluster).collect()
    }

    fn broken(text: &str, width: f32) -> Vec<String> {
        broken_at(text, width, false)
    }

    fn broken_at(text: &str, width: f32, words: bool) -> Vec<String> {
        let clusters = clusters(text);
        let (lines, _) = lines(&clusters, width, words);
        lines
            .into_iter()
            .map(|line| clusters[line].iter().map(|c| &*c.text).collect())
            .collect()
    }

    #[test]
    fn breaks_where_japanese_may_break() {
        assert_eq!(broken("転居をした日", 3.0), ["転居を", "した日"]);
        assert_eq!(broken("届出です。次", 4.0), ["届出で", "す。次"]);
        assert_eq!(broken("対象「世帯」", 3.0), ["対象", "「世", "帯」"]);
        assert_eq!(broken("NGUYEN VAN ANH", 4.0), ["NGUYEN ", "VAN ANH"]);
        assert_eq!(broken("ABCDEFGHIJ", 2.0), ["ABCD", "EFGH", "IJ"]);
        assert_eq!(broken("一\n二", 9.0), ["一", "二"]);
        assert_eq!(broken("", 9.0), [""]);
        assert_eq!(
            broken_at("新しい　住所を　書く", 5.0, true),
            ["新しい　", "住所を　", "書く"]
        );
        assert_eq!(broken_at("暗証番号が　要る", 4.0, true), ["暗証番号", "が　要る"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "[一-二あ-えA-Ca-c 　。「」\n]{0,40}", width in 0.1f32..8.0) {
            let drawn = broken(&text, width).concat();
            prop_assert_eq!(drawn, text.replace('\n', ""));
        }
    }
}
