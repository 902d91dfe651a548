//! What the counter is told of 抑止, and of people it has to ask the section in charge about first. Who they are to whom is
//! never said: the visitor may see the screen.

use madoguchi_model::case::Case;
use madoguchi_model::household::Household;
use madoguchi_model::ids::ResidentId;
use madoguchi_model::protection::{Effect, Operation, strictest};
use madoguchi_model::resident::Resident;
use madoguchi_store::perpetrators::{self, Somebody};
use madoguchi_store::suppressions::{self, Suppression};
use madoguchi_store::{StoreError, TenantTx};

use crate::components::{Banner, Tone};
use crate::error::PageError;

/// What to tell about the people of a case or a household.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Cautions {
    suppressions: Vec<Suppression>,
    /// Somebody may be whom a measure is directed against.
    ask_first: bool,
}

impl Cautions {
    /// Of a case: those who take part or live with them, those who are entered, and who acts for them.
    pub(crate) async fn of_case(
        tx: &mut TenantTx,
        case: &Case,
        household: &Household,
    ) -> Result<Self, StoreError> {
        let mut people: Vec<Somebody> = household.members.iter().map(somebody).collect();
        if !case.visitor.name.trim().is_empty() {
            people.push(Somebody {
                name: case.visitor.name.clone(),
                ..Somebody::default()
            });
        }
        let taking_part: Vec<ResidentId> = case.members.iter().map(|member| member.resident_id).collect();
        Ok(Self {
            suppressions: suppressions::in_force(tx, &taking_part).await?,
            ask_first: perpetrators::is_among(tx, &people).await?,
        })
    }

    /// Of some residents' records.
    pub(crate) async fn of_residents(
        tx: &mut TenantTx,
        residents: &[ResidentId],
    ) -> Result<Self, StoreError> {
        Ok(Self {
            suppressions: suppressions::in_force(tx, residents).await?,
            ask_first: false,
        })
    }

    /// Stops an operation where a 抑止 does.
    pub(crate) fn refuse(&self, on: Operation) -> Result<(), PageError> {
        if strictest(self.suppressions.iter().map(|one| one.kind), on) < Effect::Stopped {
            return Ok(());
        }
        let stopping = self
            .suppressions
            .iter()
            .filter(|one| one.kind.effect(on) == Effect::Stopped);
        let names: Vec<String> = stopping
            .map(|one| format!("{}さん（{}）", one.name, one.kind.label()))
            .collect();
        let what = match on {
            Operation::Look => "照会",
            Operation::Receive => "受付",
            Operation::Papers => "作成・印刷",
            Operation::HandOff => "引継ぎ",
        };
        Err(PageError::Stopped {
            title: format!("抑止のため{what}できません"),
            text: format!(
                "{}に抑止がかかっています。市区町村の住民記録を担当する課に確かめてください。\
                 抑止を終えられるのは、その課の課長・係長です。",
                names.join("、")
            ),
        })
    }

    /// What stands at the top of every page about them.
    pub(crate) fn banners(&self) -> Vec<Banner> {
        let mut all = Vec::new();
        if self.ask_first {
            // The same words as for 照会注意: from them nobody learns which it is.
            all.push(ask());
        }
        for one in &self.suppressions {
            let kind = one.kind.label();
            all.push(
                match strictest([one.kind], Operation::Papers).max(strictest([one.kind], Operation::Receive))
                {
                    Effect::Stopped => Banner::new(Tone::Error, format!("抑止：{kind}（{}さん）", one.name))
                        .line("止められている操作はエラーになります。担当課に確かめてください。"),
                    _ => ask(),
                },
            );
        }
        all.dedup();
        all
    }
}

fn ask() -> Banner {
    Banner::new(Tone::Alert, "照会注意")
        .line("手続きを進める前に、住民記録を担当する課に確かめてください。理由は画面では説明できません。")
}

fn somebody(member: &Resident) -> Somebody {
    let names = &member.names;
    Somebody {
        resident_id: member.addressee_number.is_some().then_some(member.id),
        name: names.name.written.clone(),
        kana: names.name.kana.clone(),
        birth_date: member.birth_date.known(),
    }
}
