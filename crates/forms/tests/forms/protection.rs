//! 支援措置: a protected person's address is on no paper that does not need it, and the mark on none at all.

use madoguchi_forms::{FormDefinition, Laid, layout};
use madoguchi_model::case::VisitorKind;
use madoguchi_model::resident::ProtectiveMeasure;

use crate::glyphs::runs;
use crate::support::{Persona, find, fonts, short};

fn text(laid: &Laid) -> String {
    runs(laid).map(|run| &*run.text).collect()
}

fn protected() -> Persona {
    let mut persona = short();
    for member in &mut persona.household.members {
        member.protective_measure = ProtectiveMeasure::InForce;
    }
    persona
}

#[test]
fn the_mark_is_printed_nowhere() {
    // The form by which protection is asked for says so in its title, for whomever it is printed.
    let others = FormDefinition::all()
        .iter()
        .filter(|form| form.id != "protective_measure_application");
    for form in others {
        let text = text(&layout(form, &protected().values(), &fonts()));
        assert!(!text.contains("支援措置") && !text.contains("DV"), "{}", form.id);
    }
}

#[test]
fn an_agent_gets_no_paper_with_the_address() {
    let mut persona = protected();
    persona.case.visitor.kind = VisitorKind::Agent;
    persona.case.visitor.resident_id = None;
    persona.case.visitor.name = "代理　一郎".into();
    persona.case.visitor.address = "となり県となり市1番地".into();
    for form in FormDefinition::all() {
        let laid = layout(form, &persona.values(), &fonts());
        let text = text(&laid);
        for part in [
            "本町一丁目2番3号",
            "緑が丘",
            "コーポ青空",
            "みほんハイツ",
            "999-0001",
        ] {
            assert!(!text.contains(part), "{}: {part}", form.id);
        }
        assert!(laid.withheld.contains(&"new_address".to_owned()), "{}", form.id);
    }
}

#[test]
fn who_files_for_another_does_not_give_away_their_own_address() {
    let mut persona = short();
    persona.household.members[0].protective_measure = ProtectiveMeasure::Provisional;
    persona.household.members[0].address.building = "ひみつ荘".into();
    persona.case.members[0].moves = false;
    persona.case.new_address = None;
    let about = [persona.household.members[1].id];
    let mut filled = persona.filled();
    filled.concerned = &about;
    let values = filled.values();
    assert_eq!(values.withheld(), ["applicant.address"]);
    for form in FormDefinition::all() {
        assert!(
            !text(&layout(form, &values, &fonts())).contains("ひみつ荘"),
            "{}",
            form.id
        );
    }
}

#[test]
fn a_protected_person_s_own_paper_has_what_the_law_asks_for() {
    let form = find("resident_movement_notification");
    let laid = layout(form, &protected().values(), &fonts());
    assert!(laid.withheld.is_empty() && text(&laid).contains("緑が丘三丁目14番5号"));
}
