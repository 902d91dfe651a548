//! Questions as fields of a form, grouped by topic and person.

use std::collections::BTreeSet;
use std::fmt;

use askama::Template;
use madoguchi_guidance::Release;
use madoguchi_guidance::facts::{Answer, FactKey, FactValue, MemberKey};
use madoguchi_guidance::interview::{Question, QuestionKind};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::wareki;

use crate::components::{Choice, Choices, FormErrors, TextField, Width, html_safe};
use crate::form_data::FormData;

/// The value of a radio button that says 分からない, and what may be typed instead of a date.
pub(super) const NOT_KNOWN: &str = "not_known";
const NOT_KNOWN_WORDS: [&str; 4] = ["不明", "不詳", "分からない", "わからない"];
const YES: &str = "yes";
const NO: &str = "no";

/// Questions of one topic.
pub(super) struct TopicGroup {
    /// The topic.
    pub(super) label: String,
    /// Its questions, by person.
    pub(super) people: Vec<PersonGroup>,
}

impl TopicGroup {
    /// Several questions can be answered with いいえ: a button does it at once.
    pub(super) fn can_deny(&self) -> bool {
        let fields = self.people.iter().flat_map(|person| &person.fields);
        fields.filter(|field| field.yes_or_no).count() > 1
    }
}

/// Questions about one person, or about the household as a whole.
pub(super) struct PersonGroup {
    /// The person; empty for the household.
    pub(super) name: String,
    /// The fields.
    pub(super) fields: Vec<QuestionField>,
}

/// One question.
#[derive(Clone, Template)]
#[template(
    source = "{{ field }}{% if !note.is_empty() %}<p class=\"question__note\">{{ note }}</p>{% endif %}",
    ext = "html"
)]
pub(super) struct QuestionField {
    field: Field,
    note: String,
    yes_or_no: bool,
}
html_safe!(QuestionField);

impl QuestionField {
    fn without_help(mut self) -> Self {
        self.note.clear();
        self.field = match self.field {
            Field::Pick(choices) => Field::Pick(choices.hint("").plain("")),
            // A date keeps its examples: they are part of how to type it.
            Field::Type(text) => Field::Type(text.plain("")),
        };
        self
    }
}

#[derive(Clone)]
enum Field {
    Pick(Choices),
    Type(TextField),
}
html_safe!(Field);

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pick(choices) => choices.fmt(f),
            Self::Type(text) => text.fmt(f),
        }
    }
}

/// Groups questions by topic and person.
pub(super) fn group(
    release: &Release,
    questions: &[&Question],
    members: &[MemberKey],
    typed: &FormData,
    errors: &FormErrors,
) -> Vec<TopicGroup> {
    let mut topics: Vec<(&str, TopicGroup)> = Vec::new();
    let mut explained = BTreeSet::new();
    for question in in_order(questions, members) {
        let place = topics
            .iter()
            .position(|(id, _)| *id == question.topic)
            .unwrap_or_else(|| {
                let group = TopicGroup {
                    label: question.topic_label.clone(),
                    people: Vec::new(),
                };
                topics.push((&question.topic, group));
                topics.len() - 1
            });
        let name = question
            .about
            .as_ref()
            .map(|person| person.name.clone())
            .unwrap_or_default();
        let people = &mut topics[place].1.people;
        let mut field = field(release, question, typed.raw(&question.key.to_string()), errors);
        // How to ask is said once, not again for each person.
        if !explained.insert(&question.key.fact) {
            field = field.without_help();
        }
        match people.iter_mut().find(|group| group.name == name) {
            Some(group) => group.fields.push(field),
            None => people.push(PersonGroup {
                name,
                fields: vec![field],
            }),
        }
    }
    topics.into_iter().map(|(_, group)| group).collect()
}

/// The order of the guidance keeps topics together. Within one the household comes first, then its members as the
/// register has them.
fn in_order<'q>(questions: &[&'q Question], members: &[MemberKey]) -> Vec<&'q Question> {
    let topic = |question: &Question| questions.iter().position(|one| one.topic == question.topic);
    let person = |question: &Question| {
        let about = question.about.as_ref();
        about.map(|person| members.iter().position(|member| *member == person.id))
    };
    let mut sorted = questions.to_vec();
    sorted.sort_by_key(|question| (topic(question), person(question)));
    sorted
}

fn field(release: &Release, question: &Question, typed: &str, errors: &FormErrors) -> QuestionField {
    let name = question.key.to_string();
    let error = errors.on(&name).map(str::to_owned);
    let pick = |choices: Vec<Choice>| {
        let choices = choices.into_iter().chain([Choice::new(NOT_KNOWN, "分からない")]);
        let field = Choices::one(name.clone(), question.text.clone(), choices);
        Field::Pick(
            field
                .selected([typed])
                .plain(question.plain.clone())
                .hint(question.help.clone())
                .error(error.as_deref())
                .inline(),
        )
    };
    let field = match &question.kind {
        QuestionKind::Bool => pick(vec![Choice::new(YES, "はい"), Choice::new(NO, "いいえ")]),
        QuestionKind::Choice { choices } => pick(
            choices
                .iter()
                .map(|choice| Choice::new(choice.id.clone(), choice.label.clone()))
                .collect(),
        ),
        QuestionKind::Date { .. } => Field::Type(
            TextField::new(name.clone(), question.text.clone())
                .plain(question.plain.clone())
                .value(typed)
                .hint(format!(
                    "{}例：R8.11.20、2026-11-20。分からないときは「不明」",
                    question.help
                ))
                .error(error.as_deref())
                .width(Width::Short),
        ),
    };
    let named: Vec<&str> = question
        .affects
        .iter()
        .filter_map(|id| release.procedure(id))
        .map(|known| &*known.name)
        .collect();
    let note = if named.is_empty() {
        String::new()
    } else {
        format!(
            "答える人：{}　／　関係する手続：{}",
            question.who,
            named.join("、")
        )
    };
    let yes_or_no = question.kind == QuestionKind::Bool;
    QuestionField {
        field,
        note,
        yes_or_no,
    }
}

/// Reads the answer to one question; none if nothing was picked or typed. The error is for the officer.
pub(super) fn read(question: &Question, typed: &str) -> Result<Option<Answer>, String> {
    let plain = typed.trim();
    if plain.is_empty() {
        return Ok(None);
    }
    if plain == NOT_KNOWN {
        return Ok(Some(Answer::NotKnown));
    }
    let value = match &question.kind {
        QuestionKind::Bool => match plain {
            YES => FactValue::Bool(true),
            NO => FactValue::Bool(false),
            _ => return Err("はい・いいえ・分からないのどれかを選んでください。".into()),
        },
        QuestionKind::Choice { choices } => {
            if !choices.iter().any(|choice| choice.id == plain) {
                return Err("一覧から選んでください。".into());
            }
            FactValue::Choice(plain.to_owned())
        }
        QuestionKind::Date { .. } if NOT_KNOWN_WORDS.contains(&plain) => return Ok(Some(Answer::NotKnown)),
        QuestionKind::Date { .. } => FactValue::Date(date(plain)?),
    };
    Ok(Some(Answer::Value(value)))
}

/// A whole date, or a part of one, which is kept with its words.
fn date(typed: &str) -> Result<RegisterDate, String> {
    let days = wareki::parse_range(typed).map_err(|error| error.to_string())?;
    Ok(days.register_date(typed))
}

/// The value of the field that gives this answer, for changing it.
pub(super) fn typed_of(answer: &Answer) -> String {
    match answer {
        Answer::NotKnown => NOT_KNOWN.into(),
        Answer::Value(FactValue::Bool(true)) => YES.into(),
        Answer::Value(FactValue::Bool(false)) => NO.into(),
        Answer::Value(FactValue::Choice(id)) => id.clone(),
        Answer::Value(FactValue::Date(RegisterDate::Known(day))) => wareki::format_short(*day),
        Answer::Value(FactValue::Date(RegisterDate::Unknown { text, .. })) => text.clone(),
    }
}

/// The questions that a submitted form answers, with their answers; errors go beside the fields.
pub(super) fn read_all<'q>(
    questions: impl IntoIterator<Item = &'q Question>,
    form: &FormData,
    errors: &mut FormErrors,
) -> Vec<(FactKey, Answer)> {
    let mut answers = Vec::new();
    for question in questions {
        let name = question.key.to_string();
        match read(question, form.raw(&name)) {
            Ok(Some(answer)) => answers.push((question.key.clone(), answer)),
            Ok(None) => {}
            Err(error) => errors.add(name, error),
        }
    }
    answers
}

#[cfg(test)]
mod tests {
    use madoguchi_guidance::judge::Person;

    use super::*;

    fn question(kind: QuestionKind, about: Option<&str>) -> Question {
        let key = about.map_or_else(
            || FactKey::visit("fact"),
            |id| FactKey::member(&MemberKey(id.into()), "fact"),
        );
        Question {
            key,
            text: "質問".into(),
            plain: "やさしい 質問".into(),
            help: String::new(),
            kind,
            topic: "topic".into(),
            topic_label: "話題".into(),
            about: about.map(|id| Person {
                id: MemberKey(id.into()),
                name: format!("{id}さん"),
            }),
            who: "来庁者".into(),
            affects: Vec::new(),
            decides: 0,
        }
    }

    #[test]
    fn answers_are_read_and_written_back() {
        let date = question(QuestionKind::Date { not_future: false }, None);
        for (question, typed) in [
            (&question(QuestionKind::Bool, None), "yes"),
            (&question(QuestionKind::Bool, None), "not_known"),
            (&date, "R8.11.20"),
            (&date, "S55"),
        ] {
            let answer = read(question, typed).unwrap().unwrap();
            assert_eq!(typed_of(&answer), typed);
        }
        assert_eq!(read(&date, "不明"), Ok(Some(Answer::NotKnown)));
        assert_eq!(read(&date, " "), Ok(None));
        assert!(read(&date, "R8.13.1").is_err());
    }

    fn release() -> &'static Release {
        Release::in_force(chrono::NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()).unwrap()
    }

    #[test]
    fn questions_are_grouped_by_topic_and_person() {
        let questions = [
            question(QuestionKind::Bool, None),
            question(QuestionKind::Bool, Some("a")),
            question(QuestionKind::Bool, Some("b")),
        ];
        let groups = group(
            release(),
            &questions.each_ref(),
            &[MemberKey("b".into()), MemberKey("a".into())],
            &FormData::default(),
            &FormErrors::new(),
        );
        let names: Vec<&str> = groups[0]
            .people
            .iter()
            .map(|person| person.name.as_str())
            .collect();
        assert_eq!((groups.len(), names), (1, vec!["", "bさん", "aさん"]));
    }
}
