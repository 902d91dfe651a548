//! Words and signs of a condition.

use chrono::NaiveDate;

use super::syntax::ExpressionError;

#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Token {
    Word(String),
    Number(u32),
    Date(NaiveDate),
    /// One of `( ) [ ] , + -`, `..`, `<`, `<=`, `>`, `>=`.
    Sign(&'static str),
    End,
}

const SIGNS: [&str; 12] = ["..", "<=", ">=", "<", ">", "(", ")", "[", "]", ",", "+", "-"];

/// The tokens, each with its byte offset; the last is [`Token::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, usize)>, ExpressionError> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let rest = &text[at..];
        if next.is_whitespace() {
            at += next.len_utf8();
        } else if next == '#' {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if next.is_ascii_lowercase() {
            let word = run(rest, |c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            found.push((Token::Word(word.to_owned()), at));
            at += word.len();
        } else if next.is_ascii_digit() {
            let (token, length) = number_or_date(rest, at)?;
            found.push((token, at));
            at += length;
        } else if let Some(sign) = SIGNS.into_iter().find(|sign| rest.starts_with(sign)) {
            found.push((Token::Sign(sign), at));
            at += sign.len();
        } else {
            return Err(ExpressionError::new(
                at,
                format!("「{next}」は条件の中で使えない文字です"),
            ));
        }
    }
    found.push((Token::End, text.len()));
    Ok(found)
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> &str {
    &text[..text.find(|c| !belongs(c)).unwrap_or(text.len())]
}

fn number_or_date(rest: &str, at: usize) -> Result<(Token, usize), ExpressionError> {
    let digits = run(rest, |c| c.is_ascii_digit());
    if digits.len() == 4 && rest[4..].starts_with('-') && rest[5..].starts_with(|c: char| c.is_ascii_digit())
    {
        let date = run(rest, |c| c.is_ascii_digit() || c == '-');
        return match date.parse() {
            Ok(day) => Ok((Token::Date(day), date.len())),
            Err(_) => Err(ExpressionError::new(
                at,
                format!("「{date}」という日はありません"),
            )),
        };
    }
    match digits.parse() {
        Ok(number) => Ok((Token::Number(number), digits.len())),
        Err(_) => Err(ExpressionError::new(at, format!("「{digits}」は大きすぎます"))),
    }
}
