//! Parses a condition.
//!
//! ```text
//! any-of   := all-of ("or" all-of)*
//! all-of   := part ("and" part)*
//! part     := "not" part | "(" any-of ")" | "true" | "false" | "event" NAME | members | test
//! members  := ("any" | "all" | "at" "least" NUMBER) ["other"] ("member" | "members")
//!             ["where" part ("has" | "have")] "(" any-of ")"
//! test     := NAME [ "is" ["not"] NAME | ["not"] "in" "[" NAME ("," NAME)* "]"
//!                  | "attains" NUMBER | "birthday" NUMBER | "grade" NUMBER ".." NUMBER
//!                  | "fiscal_year_end" NUMBER | ("<" | "<=" | ">" | ">=") bound ]
//! bound    := ("reference_date" | DATE) (("+" | "-") NUMBER ("months" | "days"))*
//! ```

use super::Quantifier;
use super::lexer::{Token, tokens};
use super::syntax::{DateSyntax, ExpressionError, Name, Syntax};

/// Words with a meaning of their own; no fact may be named so.
pub(crate) const RESERVED: [&str; 26] = [
    "all",
    "and",
    "any",
    "at",
    "attains",
    "birthday",
    "days",
    "event",
    "false",
    "fiscal_year_end",
    "grade",
    "has",
    "have",
    "in",
    "is",
    "least",
    "member",
    "members",
    "months",
    "not",
    "or",
    "other",
    "reference_date",
    "true",
    "visit",
    "where",
];

/// The deepest nesting a condition may have; it keeps every later step's recursion shallow.
const DEEPEST: usize = 64;

/// Parses a condition.
pub fn parse(text: &str) -> Result<Syntax, ExpressionError> {
    let mut parser = Parser {
        tokens: tokens(text)?,
        at: 0,
        depth: 0,
    };
    let syntax = parser.any_of()?;
    match parser.peek() {
        Token::End => Ok(syntax),
        _ => Err(parser.expected("条件の終わり、and 又は or")),
    }
}

struct Parser {
    tokens: Vec<(Token, usize)>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> &Token {
        &self.tokens[self.at].0
    }

    fn offset(&self) -> usize {
        self.tokens[self.at].1
    }

    fn advance(&mut self) {
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
    }

    fn expected(&self, what: &str) -> ExpressionError {
        let found = match self.peek() {
            Token::Word(word) => format!("「{word}」"),
            Token::Number(number) => format!("「{number}」"),
            Token::Date(date) => format!("「{date}」"),
            Token::Sign(sign) => format!("「{sign}」"),
            Token::End => "条件の終わり".to_owned(),
        };
        ExpressionError::new(
            self.offset(),
            format!("ここには{what}が必要ですが、{found}があります"),
        )
    }

    fn takes(&mut self, word: &str) -> bool {
        let is = matches!(self.peek(), Token::Word(found) if found == word);
        if is {
            self.advance();
        }
        is
    }

    fn takes_sign(&mut self, sign: &str) -> bool {
        let is = matches!(self.peek(), Token::Sign(found) if *found == sign);
        if is {
            self.advance();
        }
        is
    }

    fn sign(&mut self, sign: &str) -> Result<(), ExpressionError> {
        if self.takes_sign(sign) {
            Ok(())
        } else {
            Err(self.expected(&format!("「{sign}」")))
        }
    }

    fn name(&mut self, what: &str) -> Result<Name, ExpressionError> {
        match self.peek() {
            Token::Word(word) if !RESERVED.contains(&word.as_str()) => {
                let name = Name {
                    text: word.clone(),
                    offset: self.offset(),
                };
                self.advance();
                Ok(name)
            }
            _ => Err(self.expected(what)),
        }
    }

    fn number(&mut self) -> Result<u32, ExpressionError> {
        match *self.peek() {
            Token::Number(number) if number <= 200 => {
                self.advance();
                Ok(number)
            }
            _ => Err(self.expected("0 から 200 までの数")),
        }
    }

    fn any_of(&mut self) -> Result<Syntax, ExpressionError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(ExpressionError::new(
                self.offset(),
                "かっこの重なりが深すぎます。名前を付けた条件に分けてください",
            ));
        }
        let mut parts = vec![self.all_of()?];
        while self.takes("or") {
            parts.push(self.all_of()?);
        }
        self.depth -= 1;
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Syntax::Any(parts)
        })
    }

    fn all_of(&mut self) -> Result<Syntax, ExpressionError> {
        let mut parts = vec![self.part()?];
        while self.takes("and") {
            parts.push(self.part()?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Syntax::All(parts)
        })
    }

    fn part(&mut self) -> Result<Syntax, ExpressionError> {
        let mut negated = false;
        while self.takes("not") {
            negated = !negated;
        }
        let part = self.positive()?;
        Ok(if negated {
            Syntax::Not(Box::new(part))
        } else {
            part
        })
    }

    fn positive(&mut self) -> Result<Syntax, ExpressionError> {
        if self.takes_sign("(") {
            let inner = self.any_of()?;
            self.sign(")")?;
            return Ok(inner);
        }
        for (word, value) in [("true", true), ("false", false)] {
            if self.takes(word) {
                return Ok(Syntax::Constant(value));
            }
        }
        if self.takes("event") {
            return Ok(Syntax::Event(self.name("ライフイベントの名前")?));
        }
        let offset = self.offset();
        if self.takes("any") {
            return self.members(Quantifier::Any, offset);
        }
        if self.takes("all") {
            return self.members(Quantifier::All, offset);
        }
        if self.takes("at") {
            if !self.takes("least") {
                return Err(self.expected("least"));
            }
            let count = self.number()?;
            return self.members(Quantifier::AtLeast(count), offset);
        }
        self.test()
    }

    fn members(&mut self, quantifier: Quantifier, offset: usize) -> Result<Syntax, ExpressionError> {
        let others = self.takes("other");
        if !self.takes("member") && !self.takes("members") {
            return Err(self.expected("member 又は members"));
        }
        let mut filter = None;
        if self.takes("where") {
            filter = Some(Box::new(self.part()?));
            if !self.takes("has") && !self.takes("have") {
                return Err(self.expected("has 又は have"));
            }
        }
        self.sign("(")?;
        let body = Box::new(self.any_of()?);
        self.sign(")")?;
        Ok(Syntax::Members {
            quantifier,
            others,
            filter,
            body,
            offset,
        })
    }

    fn test(&mut self) -> Result<Syntax, ExpressionError> {
        let fact = self.name("事実の名前")?;
        if self.takes("is") {
            let negated = self.takes("not");
            let choices = vec![self.name("選択肢の名前")?];
            return Ok(Syntax::OneOf {
                fact,
                choices,
                negated,
            });
        }
        if self.takes("in") {
            return Ok(Syntax::OneOf {
                fact,
                choices: self.choices()?,
                negated: false,
            });
        }
        if matches!(self.peek(), Token::Word(word) if word == "not") {
            self.advance();
            if !self.takes("in") {
                return Err(self.expected("in"));
            }
            return Ok(Syntax::OneOf {
                fact,
                choices: self.choices()?,
                negated: true,
            });
        }
        match self.date_test()? {
            Some(test) => Ok(Syntax::Date { fact, test }),
            None => Ok(Syntax::Name(fact)),
        }
    }

    fn choices(&mut self) -> Result<Vec<Name>, ExpressionError> {
        self.sign("[")?;
        let mut choices = vec![self.name("選択肢の名前")?];
        while self.takes_sign(",") {
            choices.push(self.name("選択肢の名前")?);
        }
        self.sign("]")?;
        Ok(choices)
    }

    fn date_test(&mut self) -> Result<Option<DateSyntax>, ExpressionError> {
        if self.takes("attains") {
            return Ok(Some(DateSyntax::Attains(self.number()?)));
        }
        if self.takes("birthday") {
            return Ok(Some(DateSyntax::Birthday(self.number()?)));
        }
        if self.takes("fiscal_year_end") {
            return Ok(Some(DateSyntax::FiscalYearEnd(self.number()?)));
        }
        if self.takes("grade") {
            let from = self.number()?;
            self.sign("..")?;
            return Ok(Some(DateSyntax::Grade(from, self.number()?)));
        }
        let Some(sign) = ["<", "<=", ">", ">="]
            .into_iter()
            .find(|sign| self.takes_sign(sign))
        else {
            return Ok(None);
        };
        let day = if let Token::Date(day) = *self.peek() {
            self.advance();
            Some(day)
        } else if self.takes("reference_date") {
            None
        } else {
            return Err(self.expected("日付（2026-04-01 など）又は reference_date"));
        };
        let (mut months, mut days) = (0, 0);
        loop {
            let factor = if self.takes_sign("+") {
                1
            } else if self.takes_sign("-") {
                -1
            } else {
                return Ok(Some(DateSyntax::Compare {
                    sign,
                    day,
                    months,
                    days,
                }));
            };
            let amount = factor * self.number()?.cast_signed();
            if self.takes("months") {
                months += amount;
            } else if self.takes("days") {
                days += amount;
            } else {
                return Err(self.expected("months 又は days"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn and_binds_closer_than_or() {
        let Syntax::Any(parts) = parse("a and b or not c").unwrap() else {
            panic!("not an or")
        };
        assert!(matches!(parts[0], Syntax::All(_)));
        assert!(matches!(parts[1], Syntax::Not(_)));
    }

    #[test]
    fn mistakes_say_where_and_what_would_be_right() {
        for (text, offset, part) in [
            ("moves and", 9, "事実の名前"),
            ("moves has_card", 6, "and 又は or"),
            ("health is", 9, "選択肢の名前"),
            ("birth_date attains 300", 19, "0 から 200"),
            ("any person (moves)", 4, "member"),
            ("moved_on < 2026-02-30", 11, "という日はありません"),
            ("moves & x", 6, "使えない文字"),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.offset, offset, "{text}: {error}");
            assert!(error.message.contains(part), "{text}: {error}");
        }
    }
}
