//! What holds on every reference date, for every household and every visit.

use chrono::NaiveDate;
use madoguchi_model::case::LifeEvent;

use super::days::ReferenceDates;
use super::ground::Ground;
use super::limits::LARGEST_HOUSEHOLD;
use crate::catalogue::{Procedure, Release, SubjectKind};
use crate::diagram::Function;
use crate::expression::{Expression, Quantifier};

/// The members on the ground on which everything is tried first.
const MEMBERS: usize = 4;

/// Proves claims about the conditions of a release.
pub(super) struct Proof<'r> {
    pub(super) release: &'r Release,
    /// All conditions, on one day: what does not hold here need not be tried elsewhere.
    first: Option<Ground<'r>>,
    days: Option<ReferenceDates>,
}

/// Where a claim is made: of a procedure, a named condition or an impossible combination.
pub(super) struct Setting<'r> {
    conditions: Vec<&'r Expression>,
    /// The life events of which the visit has at least one; all where there are none.
    events: Vec<LifeEvent>,
    /// When anything is asked at all.
    required: Option<&'r Expression>,
    /// Impossible combinations that are not counted on.
    pub(super) left_out: Vec<usize>,
    /// Whom the conditions are about.
    pub(super) member: Option<usize>,
    from: NaiveDate,
    to: Option<NaiveDate>,
    /// Days and numbers of members that stand for all; the grounds of the first of them.
    places: Option<Vec<(NaiveDate, usize)>>,
    grounds: Vec<Option<Ground<'r>>>,
}

impl<'r> Setting<'r> {
    /// The conditions stand for themselves.
    pub(super) fn alone(release: &'r Release, subject: SubjectKind, conditions: Vec<&'r Expression>) -> Self {
        Self {
            conditions,
            events: Vec::new(),
            required: None,
            left_out: Vec::new(),
            // One member stands for all.
            member: (subject == SubjectKind::Member).then_some(0),
            from: release.valid_from(),
            to: release.valid_to(),
            places: None,
            grounds: Vec::new(),
        }
    }

    /// The conditions of a procedure; those of its parts matter only where it is required.
    pub(super) fn of(release: &'r Release, procedure: &'r Procedure) -> Self {
        let rules = procedure.rules().map(|rule| &rule.expression).collect();
        let mut setting = Self::alone(release, procedure.subject, rules);
        setting.events.clone_from(&procedure.life_events);
        setting.limit(procedure);
        setting
    }

    /// The conditions of a procedure's parts.
    pub(super) fn when_required(mut self, procedure: &'r Procedure) -> Self {
        self.required = Some(&procedure.condition.expression);
        self
    }

    /// Only while the procedure is in force, too.
    pub(super) fn limit(&mut self, procedure: &Procedure) {
        self.from = procedure.valid_from.map_or(self.from, |from| from.max(self.from));
        self.to = self.to.into_iter().chain(procedure.valid_to).min();
    }

    /// Without counting on any impossible combination: whatever the facts are, even if they contradict each other.
    pub(super) fn whatever_the_facts(mut self, release: &Release) -> Self {
        self.left_out = (0..release.impossible().len()).collect();
        self
    }

    /// Whether there is a day in its term.
    pub(super) fn is_ever(&self) -> bool {
        self.to.is_none_or(|to| self.from <= to)
    }

    /// Only for visits for one of these life events.
    pub(super) fn for_events(mut self, events: Vec<LifeEvent>) -> Self {
        self.events = events;
        self
    }

    /// Whether something possible makes the function true.
    pub(super) fn allows(&self, ground: &mut Ground<'r>, function: Function) -> bool {
        let mut function = function;
        if !self.events.is_empty() {
            let visit = ground.visit_for(&self.events);
            function = ground.diagrams.and(function, visit);
        }
        if let Some(required) = self.required {
            let required = ground.function(required, self.member);
            function = ground.diagrams.and(function, required);
        }
        if self.left_out.is_empty() {
            return ground.allows(function);
        }
        let allowed = ground.allowed_without(function, &self.left_out);
        ground.diagrams.and(function, allowed) != Function::FALSE
    }

    /// Every number of members that can make a difference: one for each that a condition can ask for.
    fn members(&self, release: &Release) -> usize {
        let mut asked_for = 2;
        let impossible = release.impossible().iter().map(|rule| &rule.rule.expression);
        for condition in self.conditions.iter().copied().chain(impossible) {
            condition.each(&mut |part| {
                if let Expression::Members { quantifier, .. } = part {
                    asked_for += match quantifier {
                        Quantifier::Any | Quantifier::All => 1,
                        Quantifier::AtLeast(count) => *count as usize,
                    };
                }
            });
        }
        asked_for.min(LARGEST_HOUSEHOLD)
    }
}

impl<'r> Proof<'r> {
    pub(super) fn new(release: &'r Release) -> Self {
        let rules = release
            .procedures()
            .iter()
            .flat_map(|procedure| procedure.rules());
        let all: Vec<_> = rules
            .chain(release.definitions().iter().map(|definition| &definition.rule))
            .map(|rule| &rule.expression)
            .collect();
        let starts = release
            .procedures()
            .iter()
            .filter_map(|procedure| procedure.valid_from);
        let day = starts.chain([release.valid_from()]).max();
        let day = day.filter(|day| release.valid_to().is_none_or(|to| *day <= to));
        Self {
            release,
            first: Ground::new(release, day.unwrap_or(release.valid_from()), MEMBERS, &all),
            days: None,
        }
    }

    /// Whether a claim holds everywhere.
    pub(super) fn everywhere(
        &mut self,
        setting: &mut Setting<'r>,
        claim: &dyn Fn(&Setting<'r>, &mut Ground<'r>) -> bool,
    ) -> bool {
        let release = self.release;
        // The conditions of a procedure that is not always in force may say nothing on the first ground's day.
        let always = setting.from == release.valid_from() && setting.to == release.valid_to();
        if let Some(first) = self.first.as_mut().filter(|_| always)
            && !claim(setting, first)
        {
            return false;
        }
        if setting.places.is_none() {
            let days = self.days.get_or_insert_with(|| ReferenceDates::new(release));
            let impossible = release.impossible().iter().map(|rule| &rule.rule.expression);
            let conditions: Vec<_> = setting.conditions.iter().copied().chain(impossible).collect();
            let days = days.of(&conditions, setting.from, setting.to);
            let members = (1..=setting.members(release)).rev();
            let places = members.flat_map(|members| days.iter().map(move |day| (*day, members)));
            setting.places = Some(places.collect());
        }
        let places = setting.places.clone().unwrap_or_default();
        for (place, (day, members)) in places.into_iter().enumerate() {
            if setting.grounds.len() == place {
                let ground = Ground::new(release, day, members, &setting.conditions);
                setting.grounds.push(ground);
            }
            let Some(mut ground) = setting.grounds[place].take() else {
                return false;
            };
            let holds = claim(setting, &mut ground);
            setting.grounds[place] = Some(ground);
            if !holds {
                return false;
            }
        }
        true
    }
}
