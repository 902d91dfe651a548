//! References to laws and their articles: 「国民年金法7条」「住民基本台帳法30条の45第1項」.

mod article;

use std::collections::{BTreeMap, BTreeSet};

use self::article::{article, continued};
use super::warning;
use crate::catalogue::{Finding, Law, Origin, Place, Release, nearest};

pub(super) fn check(release: &Release) -> Vec<Finding> {
    let mut references = References {
        laws: release.laws(),
        used: BTreeSet::new(),
        local: false,
        findings: Vec::new(),
    };
    for procedure in release.procedures() {
        let place = |line| Place {
            path: procedure.path.clone(),
            line,
        };
        let own = place(procedure.legal_basis_line);
        references.local = procedure.origin != Origin::Published;
        let mut named = BTreeSet::new();
        for basis in &procedure.legal_basis {
            if !named.insert(&basis.law) {
                let problem = format!("legal_basis に「{}」が2回あります", basis.law);
                references.say(&own, problem, "一つの law に articles をまとめてください");
            }
            references.law(&own, &basis.law);
            let mut seen = BTreeSet::new();
            for text in &basis.articles {
                if !seen.insert(text) {
                    let problem = format!("「{}」の articles に「{text}」が2回あります", basis.law);
                    references.say(&own, problem, "片方を消してください");
                }
                references.articles(&own, text);
            }
        }
        for deadline in &procedure.deadlines {
            references.basis(&place(deadline.line), &deadline.basis);
        }
    }
    references.local = false;
    for definition in release.definitions() {
        references.basis(&definition.place, &definition.basis);
    }
    references.list();
    references.findings
}

struct References<'r> {
    /// Where a release lists no laws, any name is one.
    laws: &'r [Law],
    used: BTreeSet<&'r str>,
    /// What a municipality writes may rest on its own ordinances.
    local: bool,
    findings: Vec<Finding>,
}

impl References<'_> {
    fn say(&mut self, place: &Place, problem: String, remedy: &str) {
        self.findings.push(warning(place, problem, remedy));
    }

    /// The list itself: each law once, and only laws that a row names.
    fn list(&mut self) {
        let mut known = BTreeMap::new();
        for law in self.laws {
            for name in std::iter::once(&law.name).chain(&law.full) {
                if let Some(line) = known.insert(name, law.place.line) {
                    let problem = format!("「{name}」は {line} 行目に既にあります");
                    self.say(&law.place, problem, "一つにしてください");
                }
            }
            if !self.used.contains(&*law.name) {
                let problem = format!("「{}」を根拠とする手続きも定義もありません", law.name);
                self.say(&law.place, problem, "消すか、根拠に書いてください");
            }
        }
    }

    /// One name of a law.
    fn law(&mut self, place: &Place, name: &str) {
        if name.is_empty() {
            self.say(
                place,
                "法令の名前がない根拠があります".to_owned(),
                "条文の前に法令の名前を書いてください",
            );
            return;
        }
        if self.laws.is_empty() {
            return;
        }
        if let Some(law) = self.laws.iter().find(|law| law.name == name) {
            self.used.insert(&law.name);
            return;
        }
        let full = self.laws.iter().find(|law| law.full.as_deref() == Some(name));
        if self.local && full.is_none() {
            return;
        }
        let remedy = match full {
            Some(law) => {
                self.used.insert(&law.name);
                format!("laws.toml の短い名前「{}」で書いてください", law.name)
            }
            None => match &nearest(name, self.laws.iter().map(|law| &*law.name))[..] {
                [] => "名前を直すか、laws.toml に加えてください".to_owned(),
                near => format!(
                    "名前を直すか、laws.toml に加えてください。近い名前: {}",
                    near.join("、")
                ),
            },
        };
        self.say(
            place,
            format!("「{name}」という法令は laws.toml にありません"),
            &remedy,
        );
    }

    /// The text of one article, or of a run of them (「12条から12条の4まで」).
    fn articles(&mut self, place: &Place, text: &str) {
        let whole = run(text).and_then(|length| {
            if length == text.len() {
                Ok(())
            } else {
                Err(article::FORMS)
            }
        });
        if let Err(remedy) = whole {
            self.say(place, format!("条文「{text}」の書き方が違います"), remedy);
        }
    }

    /// A text that names laws with their articles: 「民法739条・750条、戸籍法74条」「国民健康保険法9条、同法施行規則2条」.
    fn basis(&mut self, place: &Place, text: &str) {
        let mut rest = text;
        // The law that 「同法」 means.
        let mut same = String::new();
        let mut seen = BTreeSet::new();
        while !rest.is_empty() {
            let law = self.law_at(rest);
            self.law(place, &law.replacen("同法", &same, 1));
            rest = &rest[law.len()..];
            let law = law.replacen("同法", &same, 1);
            if !is_subordinate(&law) {
                same.clone_from(&law);
            }
            let mut first = true;
            loop {
                rest = without_remark(rest);
                let next = rest.trim_start_matches(['・', '、']);
                let separated = next.len() < rest.len();
                // What begins with no number and no 附則 is the next law.
                if separated == first || !article::begins(next) {
                    break;
                }
                let written = next;
                let read = run(written).or_else(|problem| match continued(written) {
                    Some(length) if !first => Ok(length),
                    _ => Err(problem),
                });
                match read {
                    Ok(length) => {
                        if !seen.insert((law.clone(), written[..length].to_owned())) {
                            let problem =
                                format!("根拠「{text}」に「{law}{}」が2回あります", &written[..length]);
                            self.say(place, problem, "片方を消してください");
                        }
                        rest = &written[length..];
                    }
                    Err(remedy) => {
                        self.say(place, format!("根拠「{text}」の条文の書き方が違います"), remedy);
                        return;
                    }
                }
                first = false;
            }
            let next = rest.trim_start_matches(['・', '、']);
            if next.len() == rest.len() && !rest.is_empty() {
                let problem = format!("根拠「{text}」の「{rest}」が読めません");
                let remedy = "法令と条文を「、」又は「・」で区切って書いてください";
                self.say(place, problem, remedy);
                return;
            }
            rest = next;
        }
    }

    /// The law a text begins with: the longest known one, or what stands before its article.
    fn law_at<'t>(&self, text: &'t str) -> &'t str {
        let names = self
            .laws
            .iter()
            .flat_map(|law| std::iter::once(&law.name).chain(&law.full));
        let known = names
            .filter(|name| text.starts_with(&***name))
            .map(String::len)
            .max()
            // A longer name that begins like a known one is another law.
            .filter(|length| {
                let rest = text[*length..].chars().next();
                rest.is_none_or(|c| {
                    "、・（附第別".contains(c) || c.is_numeric() || article::is_kanji_number(c)
                })
            });
        let end = known.or_else(|| text.find(|c: char| "、・（".contains(c) || c.is_numeric()));
        let end = end.unwrap_or(text.len());
        let name = &text[..end];
        match known {
            Some(_) => name,
            None => name
                .strip_suffix("附則")
                .or(name.strip_suffix('第'))
                .unwrap_or(name),
        }
    }
}

/// Whether it is the order or the regulation of a law, which 「同法」 does not mean.
fn is_subordinate(law: &str) -> bool {
    law.ends_with("施行令") || law.ends_with("施行規則")
}

/// Without a remark in brackets: 「（改正前）」.
fn without_remark(text: &str) -> &str {
    text.strip_prefix('（')
        .and_then(|inside| inside.split_once('）'))
        .map_or(text, |(_, rest)| rest)
}

/// The length of an article, or of a run of them, that a text begins with.
fn run(text: &str) -> Result<usize, &'static str> {
    let first = article(text)?;
    let Some(to) = text[first..].strip_prefix("から") else {
        return Ok(first);
    };
    let last = article(to)?;
    match to[last..].strip_prefix("まで") {
        Some(rest) => Ok(text.len() - rest.len()),
        None => Err("「12条から12条の4まで」の形にしてください"),
    }
}
