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

    /// Passes over a token that was looked at; never over the last one, which says where the condition ends.
    fn advance(&mut self) {
        self.at += 1;
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
            ("", 0, "事実の名前が必要ですが、条件の終わりがあります"),
            ("moves and", 9, "事実の名前が必要ですが、条件の終わり"),
            ("moves and or x", 10, "事実の名前が必要ですが、「or」"),
            ("moves and 3", 10, "事実の名前が必要ですが、「3」"),
            (
                "moves and 2026-04-01",
                10,
                "事実の名前が必要ですが、「2026-04-01」",
            ),
            ("moves and [", 10, "事実の名前が必要ですが、「[」"),
            ("moves has_card", 6, "and 又は or"),
            ("(moves", 6, "「)」が必要"),
            ("moves)", 5, "条件の終わり、and 又は or"),
            ("event", 5, "ライフイベントの名前"),
            ("health is", 9, "選択肢の名前"),
            ("health is not not", 14, "選択肢の名前"),
            ("health not x", 11, "in"),
            ("health in x", 10, "「[」が必要"),
            ("health in []", 11, "選択肢の名前"),
            ("health in [x,]", 13, "選択肢の名前"),
            ("health in [x y]", 13, "「]」が必要"),
            ("birth_date attains 201", 19, "0 から 200"),
            ("birth_date attains x", 19, "0 から 200"),
            ("birth_date birthday", 19, "0 から 200"),
            ("birth_date fiscal_year_end", 26, "0 から 200"),
            ("birth_date grade 1", 18, "「..」が必要"),
            ("birth_date grade 1..x", 20, "0 から 200"),
            ("any person (moves)", 4, "member"),
            ("all other (moves)", 10, "member"),
            ("at 2 members (moves)", 3, "least"),
            ("at least members (moves)", 9, "0 から 200"),
            ("any member moves", 11, "「(」が必要"),
            ("any member (moves", 17, "「)」が必要"),
            ("any member where moves (x)", 23, "has 又は have"),
            ("moved_on < 2026-02-30", 11, "という日はありません"),
            ("moved_on < 3", 11, "日付（2026-04-01 など）又は reference_date"),
            ("moved_on < reference_date + 3", 29, "months 又は days"),
            ("moved_on < reference_date - days", 28, "0 から 200"),
            ("moves & x", 6, "使えない文字"),
            ("moves and 99999999999", 10, "大きすぎます"),
        ] {
            let error = parse(text).unwrap_err();
            assert_eq!(error.offset, offset, "{text}: {error}");
            assert!(error.message.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn a_word_with_a_meaning_of_its_own_is_no_name() {
        for word in RESERVED {
            let refused = parse(&format!("event {word}")).unwrap_err();
            assert_eq!(refused.offset, 6, "{word}: {refused}");
            assert!(parse(&format!("event {word}_x")).is_ok(), "{word}");
        }
    }

    #[test]
    fn brackets_may_stand_in_each_other_only_so_deep() {
        let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
        assert!(parse(&nested(DEEPEST - 1)).is_ok());
        let refused = parse(&nested(DEEPEST)).unwrap_err();
        assert_eq!(refused.offset, DEEPEST);
        assert!(refused.message.contains("深すぎます"), "{refused}");
        // Side by side, they are not deep.
        let many = vec!["(a)"; DEEPEST + 1].join(" and ");
        assert!(matches!(parse(&many), Ok(Syntax::All(parts)) if parts.len() == DEEPEST + 1));
    }

    fn name(text: &str, offset: usize) -> Name {
        Name {
            text: text.to_owned(),
            offset,
        }
    }

    fn is(text: &str, offset: usize) -> Syntax {
        Syntax::Name(name(text, offset))
    }

    #[test]
    fn everything_that_can_be_written_is_read() {
        for (text, read) in [
            ("true", Syntax::Constant(true)),
            ("false", Syntax::Constant(false)),
            ("event birth", Syntax::Event(name("birth", 6))),
            ("not a", Syntax::Not(Box::new(is("a", 4)))),
            ("not not a", is("a", 8)),
            ("(a)", is("a", 1)),
            ("a # b\nor c", Syntax::Any(vec![is("a", 0), is("c", 9)])),
            (
                "a and b and c",
                Syntax::All(vec![is("a", 0), is("b", 6), is("c", 12)]),
            ),
            (
                "a or b or c",
                Syntax::Any(vec![is("a", 0), is("b", 5), is("c", 10)]),
            ),
            (
                "a and (b or c)",
                Syntax::All(vec![is("a", 0), Syntax::Any(vec![is("b", 7), is("c", 12)])]),
            ),
        ] {
            assert_eq!(parse(text), Ok(read), "{text}");
        }
        for (text, choices, negated) in [
            ("f is x", vec![name("x", 5)], false),
            ("f is not x", vec![name("x", 9)], true),
            ("f in [x]", vec![name("x", 6)], false),
            (
                "f in [x, y,z]",
                vec![name("x", 6), name("y", 9), name("z", 11)],
                false,
            ),
            ("f not in [x, y]", vec![name("x", 10), name("y", 13)], true),
        ] {
            let fact = name("f", 0);
            let read = Syntax::OneOf {
                fact,
                choices,
                negated,
            };
            assert_eq!(parse(text), Ok(read), "{text}");
        }
    }

    #[test]
    fn every_test_of_a_date_is_read() {
        let compare = |sign, day: Option<&str>, months, days| DateSyntax::Compare {
            sign,
            day: day.map(|day| day.parse().unwrap()),
            months,
            days,
        };
        for (text, test) in [
            ("d attains 0", DateSyntax::Attains(0)),
            ("d attains 200", DateSyntax::Attains(200)),
            ("d birthday 75", DateSyntax::Birthday(75)),
            ("d fiscal_year_end 18", DateSyntax::FiscalYearEnd(18)),
            ("d grade 1..9", DateSyntax::Grade(1, 9)),
            ("d < 2026-04-01", compare("<", Some("2026-04-01"), 0, 0)),
            ("d <= reference_date", compare("<=", None, 0, 0)),
            ("d > reference_date + 3 months", compare(">", None, 3, 0)),
            ("d >= reference_date - 5 days", compare(">=", None, 0, -5)),
            (
                "d >= 2026-04-01 + 3 months - 2 days - 1 months + 7 days",
                compare(">=", Some("2026-04-01"), 2, 5),
            ),
        ] {
            let fact = name("d", 0);
            assert_eq!(parse(text), Ok(Syntax::Date { fact, test }), "{text}");
        }
    }

    #[test]
    fn every_condition_about_members_is_read() {
        for (text, quantifier, others, filter, at) in [
            ("any member (x)", Quantifier::Any, false, None, 12),
            ("any other member (x)", Quantifier::Any, true, None, 18),
            ("all members (x)", Quantifier::All, false, None, 13),
            (
                "all members where f have (x)",
                Quantifier::All,
                false,
                Some(18),
                26,
            ),
            ("any member where f has (x)", Quantifier::Any, false, Some(17), 24),
            (
                "at least 2 other members (x)",
                Quantifier::AtLeast(2),
                true,
                None,
                26,
            ),
        ] {
            let read = |offset: usize| Syntax::Members {
                quantifier,
                others,
                filter: filter.map(|at| Box::new(is("f", at + offset))),
                body: Box::new(is("x", at + offset)),
                offset,
            };
            assert_eq!(parse(text), Ok(read(0)), "{text}");
            assert_eq!(parse(&format!("  {text}")), Ok(read(2)), "{text}");
        }
    }
}
