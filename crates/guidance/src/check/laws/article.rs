//! How an article is written: 「23条」「23条1項2号」「77条の2」「23条の2第1項」「附則4条」「別表第一」.

/// The remedy where nothing nearer can be said.
pub(super) const FORMS: &str =
    "「23条」「23条1項2号」「77条の2」「23条の2第1項」「附則4条」「別表第一」の形にしてください";

const KANJI_NUMBERS: &str = "〇一二三四五六七八九十百千";

pub(super) fn is_kanji_number(c: char) -> bool {
    KANJI_NUMBERS.contains(c)
}

/// Whether a text begins like an article, well or badly written, and not like the name of a law.
pub(super) fn begins(text: &str) -> bool {
    let text = text.strip_prefix('第').unwrap_or(text);
    let number = |c: char| c.is_numeric() || is_kanji_number(c);
    let after = text.trim_start_matches(number);
    text.starts_with("附則")
        || text.starts_with("別表")
        || text.starts_with(char::is_numeric)
        || after.len() < text.len() && after.starts_with(['条', '項', '号'])
}

/// The length of the article a text begins with, or how it should be written.
pub(super) fn article(text: &str) -> Result<usize, &'static str> {
    if let Some(rest) = text.strip_prefix("別表") {
        let Some(rest) = rest.strip_prefix('第') else {
            return Ok(text.len() - rest.len());
        };
        let number = rest
            .find(|c: char| !c.is_ascii_digit() && !is_kanji_number(c))
            .unwrap_or(rest.len());
        let rest = branches(&rest[number..])?.0;
        return if number == 0 {
            Err(FORMS)
        } else {
            Ok(text.len() - rest.len())
        };
    }
    let body = text.strip_prefix("附則").unwrap_or(text);
    // 「附則」 alone, and its paragraphs where it has no articles.
    if body.len() < text.len() {
        if body.is_empty() || body.starts_with(['、', '・', '（']) {
            return Ok(text.len() - body.len());
        }
        if let Some(rest) = counted(body, "項", true)? {
            return Ok(text.len() - rest.len());
        }
    }
    if body.starts_with('第') {
        return Err("条の前の「第」は書かず、「23条」の形にしてください");
    }
    let Some(rest) = number(body)? else {
        return Err(FORMS);
    };
    let Some(rest) = rest.strip_prefix('条') else {
        return Err("「条」がありません。「23条」の形にしてください");
    };
    let (rest, branched) = branches(rest)?;
    // 「23条の21項」: nobody can tell where the branch ends.
    if branched && rest.starts_with(['項', '号']) {
        return Err("「の」の後の項と号には「第」を付け、「23条の2第1項」の形にしてください");
    }
    let rest = counted(rest, "項", branched)?.unwrap_or(rest);
    let rest = counted(rest, "号", branched)?.unwrap_or(rest);
    Ok(text.len() - branches(rest)?.0.len())
}

/// The length of a paragraph or item of the article before: the 「11項」 of 「27条8項・11項」.
pub(super) fn continued(text: &str) -> Option<usize> {
    let paragraph = counted(text, "項", true).ok()?;
    let rest = counted(paragraph.unwrap_or(text), "号", true)
        .ok()?
        .or(paragraph)?;
    Some(text.len() - rest.len())
}

/// What follows 「1項」 or 「第1項」; none where it does not stand here.
fn counted<'t>(text: &'t str, of: &str, with_prefix: bool) -> Result<Option<&'t str>, &'static str> {
    let body = if with_prefix {
        text.strip_prefix('第').unwrap_or(text)
    } else {
        text
    };
    if !with_prefix && text.starts_with('第') {
        return Err("項と号の前の「第」は、「の」の後でだけ書きます。「23条1項」の形にしてください");
    }
    Ok(number(body)?.and_then(|rest| rest.strip_prefix(of)))
}

/// What follows the 「の2の3」 of 「1条の2の3」, and whether it stands here.
fn branches(text: &str) -> Result<(&str, bool), &'static str> {
    let mut rest = text;
    while let Some(branch) = rest.strip_prefix('の') {
        rest = number(branch)?.ok_or(FORMS)?;
    }
    Ok((rest, rest.len() < text.len()))
}

/// What follows a number; none where there is no number.
fn number(text: &str) -> Result<Option<&str>, &'static str> {
    let end = text
        .find(|c: char| !c.is_numeric() && !is_kanji_number(c))
        .unwrap_or(text.len());
    let number = &text[..end];
    if number.chars().any(is_kanji_number) {
        return Err("漢数字ではなく、半角の数字で書いてください");
    }
    if !number.chars().all(|c| c.is_ascii_digit()) {
        return Err("全角ではなく、半角の数字で書いてください");
    }
    if number.starts_with('0') {
        return Err(FORMS);
    }
    Ok((end > 0).then_some(&text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_forms_are_articles() {
        for text in [
            "23条",
            "23条1項",
            "23条1項2号",
            "10条4号",
            "77条の2",
            "1条の2の3",
            "附則4条",
            "附則9条の3の2",
            "附則",
            "附則2項",
            "別表第一",
            "別表第2",
            "別表",
            "23条の2第1項",
            "7条の2第1項第3号",
        ] {
            assert_eq!(article(text), Ok(text.len()), "{text}");
        }
    }

    #[test]
    fn other_forms_are_refused_with_what_would_be_right() {
        for (text, part) in [
            ("２３条", "半角"),
            ("二十三条", "漢数字"),
            ("23条一項", "漢数字"),
            ("第23条", "「第」は書かず"),
            ("第二十三条", "「第」は書かず"),
            ("23", "「条」がありません"),
            ("23項", "「条」がありません"),
            ("23条の21項", "23条の2第1項"),
            ("23条第1項", "23条1項"),
            ("条", "23条"),
            ("023条", "23条"),
            ("23条の", "23条"),
        ] {
            let refused = article(text);
            assert!(
                refused.is_err_and(|remedy| remedy.contains(part)),
                "{text}: {refused:?}"
            );
        }
        assert_eq!(article("23条ほか"), Ok("23条".len()));
    }

    #[test]
    fn the_end_of_an_article_is_known_with_more_behind_it() {
        for written in [
            "23条",
            "23条1項2号",
            "77条の2",
            "附則",
            "附則2項",
            "附則4条",
            "別表",
            "別表第一",
            "別表第2の3",
        ] {
            for behind in ["、乙法3条", "・24条", "（改正前）"] {
                let text = format!("{written}{behind}");
                assert_eq!(article(&text), Ok(written.len()), "{text}");
            }
        }
        assert_eq!(article("別表第"), Err(FORMS));
        assert_eq!(article("別表第一の"), Err(FORMS));
    }

    #[test]
    fn what_begins_like_an_article_is_no_law() {
        for text in [
            "23条",
            "２３条",
            "第23条",
            "23",
            "二十三条",
            "第二十三条",
            "十項",
            "一号",
            "附則",
            "別表第一",
        ] {
            assert!(begins(text), "{text}");
        }
        for text in [
            "",
            "甲法",
            "条例",
            "項",
            "第",
            "千葉県条例",
            "一般法",
            "第一種法",
            "二",
        ] {
            assert!(!begins(text), "{text}");
        }
    }

    #[test]
    fn a_paragraph_can_follow_a_paragraph() {
        assert_eq!(continued("11項、32条"), Some("11項".len()));
        assert_eq!(continued("第2項"), Some("第2項".len()));
        assert_eq!(continued("32条"), None);
    }
}
