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
    let refuse = |problem: String, remedy: &str| Finding {
        severity: Severity::Error,
        path: "release.toml".to_owned(),
        line: 1,
        problem,
        remedy: remedy.to_owned(),
    };
    let work = Work::new(release, &situation, &settings)
        .map_err(|error| refuse(error.to_string(), "この日付を比べる日の種類を減らしてください"))?;
    if work.builder.diagrams.len() > MOST_NODES {
        let problem = format!("条件の図が大きすぎます（{} 節）", work.builder.diagrams.len());
        return Err(refuse(problem, "人の間の条件を簡単にしてください"));
    }
    let tied = work.feasible.largest_group();
    if tied > MOST_TIED {
        let problem =
            format!("ありえない組み合わせが {tied} 個の事実を結び付けています（{MOST_TIED} 個まで）");
        let finding = refuse(problem, "組み合わせを分けるか、条件の側に書いてください");
        return Err(Finding {
            path: "impossible.toml".to_owned(),
            ..finding
        });
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
