//! Whether every rule fits the engine's limits, for the largest household and with nothing known.

use madoguchi_model::case::LifeEvent;
use std::collections::BTreeMap;

use crate::catalogue::{Finding, Release, Severity};
use crate::facts::MemberKey;
use crate::judge::Work;
use crate::settings::MunicipalitySettings;
use crate::situation::{Member, Situation};

/// The largest household that is planned for.
pub(super) const LARGEST_HOUSEHOLD: usize = 12;

/// The most nodes all diagrams together may have.
const MOST_NODES: usize = 500_000;

/// The most open facts that impossible combinations may tie together.
const MOST_TIED: usize = 12;

pub(super) fn check(release: &Release) -> Result<(), Finding> {
    let situation = open_situation(release, LARGEST_HOUSEHOLD);
    let settings = MunicipalitySettings::default();
    let work = Work::new(release, &situation, &settings).map_err(|error| {
        refuse(
            "release.toml",
            error.to_string(),
            "この日付を比べる日の種類を減らしてください",
        )
    })?;
    fits(work.builder.diagrams.len(), work.feasible.largest_group())
}

fn refuse(path: &str, problem: String, remedy: &str) -> Finding {
    Finding {
        severity: Severity::Error,
        path: path.to_owned(),
        line: 1,
        problem,
        remedy: remedy.to_owned(),
    }
}

fn fits(nodes: usize, tied: usize) -> Result<(), Finding> {
    if nodes > MOST_NODES {
        let problem = format!("条件の図が大きすぎます（{nodes} 節）");
        return Err(refuse(
            "release.toml",
            problem,
            "人の間の条件を簡単にしてください",
        ));
    }
    if tied > MOST_TIED {
        let problem =
            format!("ありえない組み合わせが {tied} 個の事実を結び付けています（{MOST_TIED} 個まで）");
        let remedy = "組み合わせを分けるか、条件の側に書いてください";
        return Err(refuse("impossible.toml", problem, remedy));
    }
    Ok(())
}

/// A household of which nothing is known, in a visit for everything.
fn open_situation(release: &Release, members: usize) -> Situation {
    let member = |place: usize| Member {
        key: MemberKey(place.to_string()),
        label: format!("世帯員{place}"),
    };
    Situation {
        reference_date: release.valid_from(),
        events: LifeEvent::ALL.into_iter().collect(),
        members: (1..=members).map(member).collect(),
        facts: BTreeMap::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_at_a_limit_fits_and_what_is_beyond_it_does_not() {
        assert_eq!(fits(MOST_NODES, MOST_TIED), Ok(()));
        let large = fits(MOST_NODES + 1, 0).unwrap_err();
        assert_eq!((&*large.path, large.line), ("release.toml", 1));
        assert!(large.problem.contains("500001 節"), "{large}");
        let tied = fits(0, MOST_TIED + 1).unwrap_err();
        assert_eq!((&*tied.path, tied.line), ("impossible.toml", 1));
        assert!(tied.problem.contains("13 個の事実"), "{tied}");
    }

    #[test]
    fn the_household_that_is_tried_is_the_largest_one() {
        let situation = open_situation(&crate::catalogue::all_releases()[0], LARGEST_HOUSEHOLD);
        assert_eq!(situation.members.len(), 12);
        assert_eq!(situation.events.len(), LifeEvent::ALL.len());
        assert_eq!(situation.members[0].label, "世帯員1");
    }
}
