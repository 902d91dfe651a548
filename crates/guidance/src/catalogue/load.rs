//! Loads a release from its files, and says of every mistake where it is and what would be right.

mod facts;
mod overlay;
mod parts;
mod procedures;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use toml::Spanned;

use super::fact::Place;
use super::fact_set::FactSet;
use super::release::{Definition, Impossible, Release, Section};
use super::text_file::line;
use super::{Law, Rule, raw};
use crate::expression::{Scope, parse, resolve};

/// How much a finding matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The release cannot be used.
    Error,
    /// The release can be used, and probably says something it does not mean.
    Warning,
}

/// Something wrong in a catalogue.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// The file, relative to the release.
    pub path: String,
    /// The line, from 1; 0 where there is none.
    pub line: usize,
    /// What is wrong.
    pub problem: String,
    /// What would be right.
    pub remedy: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.severity {
            Severity::Error => "エラー",
            Severity::Warning => "注意",
        };
        write!(f, "{kind}: {}:{}: {}", self.path, self.line, self.problem)?;
        if self.remedy.is_empty() {
            Ok(())
        } else {
            write!(f, " → {}", self.remedy)
        }
    }
}

/// One file of a release while it is read.
pub(super) struct File<'f> {
    path: &'f str,
    text: &'f str,
}

/// Collects what is wrong.
#[derive(Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    fn error(
        &mut self,
        file: &File<'_>,
        offset: usize,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        self.0.push(Finding {
            severity: Severity::Error,
            path: file.path.to_owned(),
            line: line(file.text, offset),
            problem: problem.into(),
            remedy: remedy.into(),
        });
    }

    fn parse<T: DeserializeOwned>(&mut self, file: &File<'_>) -> Option<T> {
        match toml::from_str(file.text) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                self.error(
                    file,
                    at,
                    format!("読めません: {}", error.message()),
                    "この欄の書き方を直してください",
                );
                None
            }
        }
    }

    fn rule(
        &mut self,
        file: &File<'_>,
        text: &Spanned<String>,
        scope: Scope,
        release: &Release,
    ) -> Option<Rule> {
        let source = text.get_ref();
        let resolved = parse(source).and_then(|syntax| resolve(&syntax, scope, release));
        match resolved {
            Ok(expression) => {
                let line = line(file.text, text.span().start);
                Some(Rule {
                    text: source.trim().to_owned(),
                    expression,
                    line,
                })
            }
            Err(error) => {
                // The opening quotes of a text over several lines stand before its first line.
                let raw = &file.text[text.span()];
                let opening = raw.find(source.as_str()).unwrap_or(1);
                self.error(
                    file,
                    text.span().start + opening + error.offset,
                    error.message,
                    "条件を直してください",
                );
                None
            }
        }
    }
}

/// Loads a release from its files: paths relative to the release, and contents.
pub fn load(files: &[(String, &[u8])]) -> Result<Release, Vec<Finding>> {
    let mut findings = Findings::default();
    let mut texts = BTreeMap::new();
    for (path, bytes) in files {
        if let Ok(text) = std::str::from_utf8(bytes) {
            texts.insert(path.as_str(), text);
        } else {
            findings.error(
                &File { path, text: "" },
                0,
                "UTF-8 の文字として読めません",
                "UTF-8 で保存してください",
            );
        }
    }
    let release = read(&texts, &mut findings);
    match release {
        Some(mut release) if findings.0.is_empty() => {
            release.hash = hash(files);
            Ok(release)
        }
        _ => {
            findings.0.sort();
            Err(findings.0)
        }
    }
}

/// SHA-256 over the sorted paths and contents, each with its length before it.
fn hash(files: &[(String, &[u8])]) -> String {
    let mut sorted: Vec<_> = files.iter().collect();
    sorted.sort();
    digest(
        sorted
            .into_iter()
            .flat_map(|(path, bytes)| [path.as_bytes(), *bytes]),
    )
}

/// The hash of an overlay's file, as a case and a trace name it: in hexadecimal.
#[must_use]
pub fn overlay_hash(text: &str) -> String {
    digest([text.as_bytes()])
}

/// SHA-256 over parts, each with its length before it, in hexadecimal.
fn digest<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part);
    }
    digest
        .finalize()
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn read(texts: &BTreeMap<&str, &str>, findings: &mut Findings) -> Option<Release> {
    let needed = |path: &'static str, findings: &mut Findings| {
        let text = texts.get(path).copied();
        if text.is_none() {
            findings.error(
                &File { path, text: "" },
                0,
                "ファイルがありません",
                "置いてください",
            );
        }
        text.map(|text| File { path, text })
    };
    let head_file = needed("release.toml", findings)?;
    let head: raw::ReleaseFile = findings.parse(&head_file)?;
    let topics_file = needed("topics.toml", findings)?;
    let topics: raw::TopicsFile = findings.parse(&topics_file)?;
    let mut release = Release {
        id: head.id,
        title: head.title,
        hash: String::new(),
        valid_from: head.valid_from,
        valid_to: head.valid_to,
        topics: Arc::new(topics.topic),
        facts: Arc::default(),
        fact_places: Arc::default(),
        definitions: Arc::default(),
        impossible: Arc::default(),
        sections: Arc::default(),
        forms: Arc::default(),
        laws: Arc::default(),
        belongings: Arc::default(),
        procedures: Vec::new(),
        used_by: Vec::new(),
        used_by_impossible: Arc::default(),
        overlay: None,
        switched_off: Vec::new(),
    };
    if let Some(file) = needed("sections.toml", findings) {
        let sections: Option<raw::SectionsFile> = findings.parse(&file);
        release.sections = Arc::new(
            sections
                .into_iter()
                .flat_map(|sections| sections.section)
                .map(|section| Section {
                    code: section.code,
                    name: section.name,
                })
                .collect(),
        );
    }
    for (path, text) in texts.iter().filter(|(path, _)| path.starts_with("facts/")) {
        facts::read(&File { path, text }, &mut release, findings);
    }
    for (path, text) in written(texts, "definitions") {
        definitions(&File { path, text }, &mut release, findings);
    }
    for (path, text) in written(texts, "impossible") {
        impossible(&File { path, text }, &mut release, findings);
    }
    for (path, text) in written(texts, "forms") {
        let file: Option<raw::FormsFile> = findings.parse(&File { path, text });
        Arc::make_mut(&mut release.forms).extend(file.into_iter().flat_map(|file| file.form));
    }
    for (path, text) in written(texts, "laws") {
        let file: Option<raw::LawsFile> = findings.parse(&File { path, text });
        for law in file.into_iter().flat_map(|file| file.law) {
            let place = Place {
                path: (*path).to_owned(),
                line: line(text, law.span().start),
            };
            let law = law.into_inner();
            Arc::make_mut(&mut release.laws).push(Law { place, ..law });
        }
    }
    for (path, text) in written(texts, "belongings") {
        let file: Option<raw::BelongingsFile> = findings.parse(&File { path, text });
        Arc::make_mut(&mut release.belongings).extend(
            file.into_iter()
                .flat_map(|file| file.belonging)
                .map(|shared| (shared.id, shared.text)),
        );
    }
    for (path, text) in texts.iter().filter(|(path, _)| path.starts_with("procedures/")) {
        procedures::read(&File { path, text }, &mut release, findings);
    }
    release.arrange();
    let mut used = FactSet::default();
    for impossible in release.impossible.iter() {
        used.insert_expression(&impossible.rule.expression);
    }
    release.used_by_impossible = Arc::new(used);
    Some(release)
}

/// The files of one kind: `name.toml`, and those in the folder `name`.
fn written<'t>(
    texts: &'t BTreeMap<&str, &str>,
    name: &'t str,
) -> impl Iterator<Item = (&'t &'t str, &'t &'t str)> {
    texts.iter().filter(move |(path, _)| {
        path.strip_prefix(name)
            .is_some_and(|rest| rest == ".toml" || rest.starts_with('/'))
    })
}

fn definitions(file: &File<'_>, release: &mut Release, findings: &mut Findings) {
    let parsed: Option<raw::DefinitionsFile> = findings.parse(file);
    for raw in parsed.into_iter().flat_map(|file| file.definition) {
        let known = release
            .definitions
            .iter()
            .any(|known| known.id == *raw.id.get_ref());
        if known || release.fact(raw.id.get_ref()).is_some() {
            findings.error(
                file,
                raw.id.span().start,
                format!("「{}」は既にある名前です", raw.id.get_ref()),
                "別の名前に",
            );
        }
        let Some(rule) = findings.rule(file, &raw.condition, facts::scope(raw.subject), release) else {
            continue;
        };
        Arc::make_mut(&mut release.definitions).push(Definition {
            place: Place {
                path: file.path.to_owned(),
                line: line(file.text, raw.id.span().start),
            },
            id: raw.id.into_inner(),
            subject: raw.subject,
            label: raw.label,
            basis: raw.basis,
            rule,
        });
    }
}

fn impossible(file: &File<'_>, release: &mut Release, findings: &mut Findings) {
    let parsed: Option<raw::ImpossibleFile> = findings.parse(file);
    for raw in parsed.into_iter().flat_map(|file| file.impossible) {
        if let Some(rule) = findings.rule(file, &raw.when, facts::scope(raw.subject), release) {
            let place = Place {
                path: file.path.to_owned(),
                line: rule.line,
            };
            Arc::make_mut(&mut release.impossible).push(Impossible {
                subject: raw.subject,
                text: raw.text,
                rule,
                place,
            });
        }
    }
}
