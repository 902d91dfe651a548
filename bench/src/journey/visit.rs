//! One visit, request by request, as an officer's browser sends them.

use std::time::Duration;

use madoguchi_model::addressee_number::AddresseeNumber;

use crate::browser::{Answer, Client, Input, expect, fields, inputs, value};
use crate::stopwatch::Times;

/// What was done.
#[derive(Default)]
pub(super) struct Visited {
    pub(super) visits: Times,
    pub(super) requests: Times,
    pub(super) papers: Times,
    pub(super) forms: usize,
}

impl Visited {
    pub(super) fn join(&mut self, other: Self) {
        self.visits.join(other.visits);
        self.requests.join(other.requests);
        self.papers.join(other.papers);
        self.forms += other.forms;
    }
}

/// Questions that are answered with yes, so that there is work to do.
const YES: [&str; 6] = [
    "uses_water_service",
    "movers_own_dog",
    "wants_residence_certificate",
    "uses_municipal_housing",
    "wants_tax_certificate",
    "resident_on_january_first",
];

/// The requests of one visit, timed.
struct Steps<'a> {
    client: &'a mut Client,
    visited: &'a mut Visited,
    took: Duration,
}

impl Steps<'_> {
    fn get(&mut self, path: &str) -> Result<Answer, String> {
        let answer = self.client.get(path)?;
        self.note(&answer);
        expect(&answer, 200, path)?;
        Ok(answer)
    }

    fn post(&mut self, path: &str, form: &[(String, String)]) -> Result<Answer, String> {
        let answer = self.client.post(path, form)?;
        self.note(&answer);
        expect(&answer, 303, path)?;
        Ok(answer)
    }

    fn note(&mut self, answer: &Answer) {
        self.visited.requests.add(answer.took);
        self.took += answer.took;
    }
}

/// Serves the household of the nth resident: those who are not at home in the register are passed over.
pub(super) fn serve(client: &mut Client, nth: u64, visited: &mut Visited) -> Result<(), String> {
    let mut steps = Steps {
        client,
        visited,
        took: Duration::ZERO,
    };
    // Households have two members or so: every third resident is of another one.
    let number = AddresseeNumber::from_serial(nth * 7 + 40);
    let hits = steps.get(&format!("/residents?q={number}"))?.html();
    let Some(resident) = hits
        .split("href=\"/residents/")
        .nth(1)
        .and_then(|rest| rest.get(..36))
    else {
        return Ok(());
    };
    let reception = steps.client.get(&format!("/cases/new?resident={resident}"))?;
    steps.note(&reception);
    let page = reception.html();
    let Some(form) = received(&page, resident) else {
        return Ok(());
    };
    let opened = steps.client.post("/cases/new", &form)?;
    steps.note(&opened);
    if opened.status == 422 {
        return Ok(()); // A protected household, or nobody who could move then.
    }
    expect(&opened, 303, "reception")?;
    let interview = opened.location.clone();
    let case = interview.trim_end_matches("/interview").to_owned();
    for _ in 0..20 {
        let answers = answers(&steps.get(&interview)?.html());
        if answers.is_empty() {
            break;
        }
        steps.post(&interview, &answers)?;
    }
    let applications = format!("{case}/applications");
    let made = steps.client.post(&applications, &[])?;
    steps.note(&made);
    if made.status != 303 {
        return Ok(()); // Papers of a protected household are not made.
    }
    let page = steps.get(&applications)?.html();
    let versions: Vec<(String, String)> = inputs(&page)
        .into_iter()
        .filter(|input| input.name.starts_with("version-"))
        .map(|input| (input.name, input.value))
        .collect();
    let printed = steps.post(&format!("{applications}/print"), &[])?;
    let papers = steps.get(&printed.location)?;
    steps.visited.papers.add(printed.took + papers.took);
    steps.post(&format!("{applications}/signatures"), &versions)?;
    let hand_off = format!("{case}/hand-off");
    let version = value(&steps.get(&hand_off)?.html(), "version");
    steps.post(&hand_off, &fields(&[("version", &version), ("confirm", "yes")]))?;
    let took = steps.took;
    visited.forms += versions.len();
    visited.visits.add(took);
    Ok(())
}

/// The reception form: everyone moves within the city, the first adult has come.
fn received(page: &str, resident: &str) -> Option<Vec<(String, String)>> {
    let all = inputs(page);
    let visitor = all
        .iter()
        .find(|input| input.name == "visitor" && input.value.len() == 36)?;
    let mut form = fields(&[
        ("resident", resident),
        ("key", &value(page, "key")),
        ("events", "move_within"),
        ("events", "certificate"),
        ("moved_on", "今日"),
        ("filed_on", "今日"),
        ("town", "桜木"),
        ("block", "41番7号"),
        ("visitor", &visitor.value),
        ("identity", "driving_licence"),
    ]);
    let members = all
        .iter()
        .filter(|input| input.name == "members" && input.checked);
    form.extend(members.map(|input| ("members".to_owned(), input.value.clone())));
    Some(form)
}

/// An answer to every open question of the page.
fn answers(page: &str) -> Vec<(String, String)> {
    let all = inputs(page);
    let asked = |input: &&Input| input.name.contains('/') && !input.name.starts_with("key");
    let mut answers: Vec<(String, String)> = Vec::new();
    for input in all.iter().filter(asked) {
        if answers.iter().any(|(name, _)| *name == input.name) {
            continue;
        }
        let answer = if input.kind == "text" {
            "不明"
        } else if input.value != "yes" {
            &input.value
        } else if YES.iter().any(|fact| input.name.ends_with(fact)) {
            "yes"
        } else {
            "no"
        };
        answers.push((input.name.clone(), answer.to_owned()));
    }
    answers
}
