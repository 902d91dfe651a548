//! The municipality's own font, and what is printed instead of characters that no font holds.

use std::collections::BTreeMap;

use madoguchi_model::ids::{StaffId, SuppliedFontId};
use madoguchi_model::staff::Role;
use madoguchi_model::supplied_font_state::SuppliedFontState;
use madoguchi_store::applications::{Application, ApplicationState, NewApplication};
use madoguchi_store::case_events::CaseEventKind;
use madoguchi_store::signatures::NewSignature;
use madoguchi_store::supplied_fonts::NewFont;
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{ChangeError, TenantTx, applications, case_events, signatures, supplied_fonts};
use serde_json::json;

async fn begin(db: &TestDatabase) -> TenantTx {
    db.store.begin(&db.here.scope).await.unwrap()
}

async fn uploaded(tx: &mut TenantTx, content: &[u8], by: StaffId) -> SuppliedFontId {
    let new = NewFont {
        content,
        hash: "hash",
        family: "見本外字",
        characters: 4,
        remark: "例",
    };
    supplied_fonts::upload(tx, new, by).await.unwrap()
}

#[tokio::test]
async fn another_person_publishes_and_the_last_is_kept() {
    let db = TestDatabase::new().await;
    let (one, other) = (db.here.staff[0].id, db.here.staff[1].id);
    let mut tx = begin(&db).await;
    let first = uploaded(&mut tx, b"first", one).await;
    assert_eq!(supplied_fonts::in_use(&mut tx).await.unwrap(), None);
    let own = supplied_fonts::publish(&mut tx, first, one).await;
    assert!(matches!(own, Err(ChangeError::NotAllowed(_))));
    supplied_fonts::publish(&mut tx, first, other).await.unwrap();
    let twice = supplied_fonts::publish(&mut tx, first, other).await;
    assert!(matches!(twice, Err(ChangeError::NotAllowed(_))));

    let second = uploaded(&mut tx, b"second", other).await;
    assert_eq!(supplied_fonts::in_use(&mut tx).await.unwrap(), Some(first));
    supplied_fonts::publish(&mut tx, second, one).await.unwrap();
    assert_eq!(supplied_fonts::in_use(&mut tx).await.unwrap(), Some(second));
    // Papers were drawn with the first: its file stays.
    assert_eq!(
        supplied_fonts::content(&mut tx, first).await.unwrap().unwrap(),
        b"first"
    );
    let told: Vec<(i32, SuppliedFontState, bool)> = supplied_fonts::list(&mut tx)
        .await
        .unwrap()
        .iter()
        .map(|font| (font.number, font.state, font.ended.is_some()))
        .collect();
    assert_eq!(
        told,
        [
            (2, SuppliedFontState::Published, false),
            (1, SuppliedFontState::Replaced, true)
        ]
    );

    supplied_fonts::withdraw(&mut tx, second, other).await.unwrap();
    assert_eq!(supplied_fonts::in_use(&mut tx).await.unwrap(), None);
    for ended in [first, second] {
        let again = supplied_fonts::withdraw(&mut tx, ended, other).await;
        assert!(matches!(again, Err(ChangeError::NotAllowed(_))));
    }
}

fn form(font: Option<SuppliedFontId>) -> NewApplication {
    NewApplication {
        form_id: "move".into(),
        release_hash: "test".into(),
        form_edition: "2026-11".into(),
        residents: Vec::new(),
        values: json!({ "name": "辻\u{e01ef}\u{e000}" }),
        supplied_font: font,
    }
}

async fn made(tx: &mut TenantTx, db: &TestDatabase) -> Application {
    applications::of_case(tx, db.here.case.id)
        .await
        .unwrap()
        .remove(0)
}

async fn sign(tx: &mut TenantTx, application: &Application, by: StaffId) {
    let signature = NewSignature {
        strokes: None,
        signer: "辻".into(),
        application_version: application.version,
    };
    signatures::sign(tx, application.id, &signature, by)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_choice_is_kept_with_the_paper_told_and_voids_its_signature() {
    let db = TestDatabase::new().await;
    let by = db.here.staff(Role::FrontDesk).id;
    let (case, character) = (db.here.case.id, "辻\u{e01ef}");
    let mut tx = begin(&db).await;
    applications::prepare(&mut tx, case, &[form(None)], by)
        .await
        .unwrap();
    let paper = made(&mut tx, &db).await;
    sign(&mut tx, &paper, by).await;

    let voided = applications::substitute(&mut tx, paper.id, 1, character, Some("辻"), by).await;
    assert_eq!(voided.unwrap(), 1);
    let changed = made(&mut tx, &db).await;
    let chosen = BTreeMap::from([(character.to_owned(), "辻".to_owned())]);
    assert_eq!(
        (
            changed.state,
            changed.version,
            &changed.substitutes,
            &changed.values
        ),
        (ApplicationState::Prepared, 2, &chosen, &paper.values)
    );
    // The same again changes nothing; an old page changes nothing either.
    let same = applications::substitute(&mut tx, paper.id, 2, character, Some("辻"), by).await;
    assert_eq!(same.unwrap(), 0);
    assert_eq!(made(&mut tx, &db).await, changed);
    let stale = applications::substitute(&mut tx, paper.id, 1, character, None, by).await;
    assert!(matches!(stale, Err(ChangeError::Stale { version: 2, .. })));

    // Filling the form anew keeps the choice.
    sign(&mut tx, &changed, by).await;
    let mut other = form(None);
    other.values = json!({ "name": "辻\u{e01ef}", "phone": "1" });
    applications::prepare(&mut tx, case, &[other], by).await.unwrap();
    let filled = made(&mut tx, &db).await;
    assert_eq!((filled.version, &filled.substitutes), (3, &chosen));

    sign(&mut tx, &filled, by).await;
    let voided = applications::substitute(&mut tx, paper.id, 3, character, None, by).await;
    assert_eq!(voided.unwrap(), 1);
    assert!(made(&mut tx, &db).await.substitutes.is_empty());
    let told: Vec<CaseEventKind> = case_events::list(&mut tx, case)
        .await
        .unwrap()
        .iter()
        .map(|event| event.kind)
        .filter(|kind| {
            matches!(
                kind,
                CaseEventKind::SubstituteChosen | CaseEventKind::SubstituteTakenBack
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            CaseEventKind::SubstituteChosen,
            CaseEventKind::SubstituteTakenBack
        ]
    );
}

#[tokio::test]
async fn a_paper_keeps_its_font_until_it_is_made_anew() {
    let db = TestDatabase::new().await;
    let by = db.here.staff(Role::FrontDesk).id;
    let case = db.here.case.id;
    let mut tx = begin(&db).await;
    let first = uploaded(&mut tx, b"first", db.here.staff[0].id).await;
    applications::prepare(&mut tx, case, &[form(Some(first))], by)
        .await
        .unwrap();
    let paper = made(&mut tx, &db).await;
    assert_eq!(paper.supplied_font, Some(first));
    sign(&mut tx, &paper, by).await;
    let again = applications::prepare(&mut tx, case, &[form(Some(first))], by).await;
    assert_eq!(again.unwrap().voided, 0);

    let second = uploaded(&mut tx, b"second", db.here.staff[0].id).await;
    let anew = applications::prepare(&mut tx, case, &[form(Some(second))], by).await;
    assert_eq!(anew.unwrap().voided, 1, "the paper looks different now");
    assert_eq!(made(&mut tx, &db).await.supplied_font, Some(second));
}
