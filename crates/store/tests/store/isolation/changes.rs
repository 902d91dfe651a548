//! Changing with another tenant's ids.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use madoguchi_model::card_reading::{
    CardHolder, CertificateCheck, CertificateStatus, Genuineness, ReadingMethod,
};
use madoguchi_model::field_group::{FieldGroup, Reach};
use madoguchi_model::household::Household;
use madoguchi_model::ids::{HouseholdId, IndividualNumberId, ResidentId, SectionId, StaffId};
use madoguchi_model::protection::SuppressionKind;
use madoguchi_model::staff::{Role, Section, Staff};
use madoguchi_store::analyses::AnalysisSettings;
use madoguchi_store::applications::NewApplication;
use madoguchi_store::audit::Outcome;
use madoguchi_store::card_pairings::NewPairing;
use madoguchi_store::card_readings::NewReading;
use madoguchi_store::card_signatures::CardSignature;
use madoguchi_store::cases::NewCase;
use madoguchi_store::hand_offs::SectionHandOff;
use madoguchi_store::individual_numbers::{NewNumber, Sealed};
use madoguchi_store::overlays::Content;
use madoguchi_store::overrules::{NewOverrule, OverruledTo};
use madoguchi_store::perpetrators::NewPerpetrator;
use madoguchi_store::print_batches::{BatchOf, NewPart, PartPaper};
use madoguchi_store::print_releases::{NewPaper, PrintKind};
use madoguchi_store::printer_hints::PrinterHint;
use madoguchi_store::protective_measures::NewMeasure;
use madoguchi_store::sessions::NewSession;
use madoguchi_store::signatures::NewSignature;
use madoguchi_store::supplied_fonts::NewFont;
use madoguchi_store::suppressions::NewSuppression;
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{
    ChangeError, analyses, answers, applications, audit, card_pairings, card_readings, card_signatures,
    case_events, case_records, cases, closed_days, edit_leases, emergency_accesses, field_permissions,
    hand_offs, individual_numbers, jobs, load, overlays, overrules, own_forms, parked, perpetrators,
    print_batches, print_releases, printer_hints, protection_lifts, protective_measures, queue,
    rare_characters, sections, sessions, sign_in_attempts, signatures, staff, supplied_fonts, suppressions,
    tenants,
};
use serde_json::json;

use super::calls::call;
use super::full::{Ids, Nowhere, begun};

/// Nothing was found to be changed.
macro_rules! not_found {
    ($($call:tt)*) => {
        assert!(matches!(call!($($call)*), Err(ChangeError::NotFound)), stringify!($($call)*))
    };
}

pub(crate) async fn changes(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    of_a_case(db, covered).await;
    of_protection(db, ids, covered).await;
    of_papers(db, ids, covered).await;
    of_prints(db, ids, covered).await;
    of_cards(db, ids, covered).await;
    of_the_queue(db, ids, covered).await;
    of_jobs(db, ids, covered).await;
    of_accounts(db, ids, covered).await;
    of_overlays(db, ids, covered).await;
    of_fonts(db, ids, covered).await;
    of_own_forms(db, ids, covered).await;
    additions(db, covered).await;
    of_the_record(db, covered).await;
}

async fn of_a_case(db: &TestDatabase, covered: &mut BTreeSet<String>) {
    let (case, by) = (db.here.case.id, db.there.staff[0].id);
    let (here, there) = (&db.here, &db.there);
    not_found!(db, covered, cases::update(&here.case, by));
    not_found!(db, covered, cases::withdraw(case, 1, by, "理由"));
    not_found!(db, covered, case_records::decide(&here.case, &[], "理由", by));
    let section = there.sections[0].id;
    not_found!(
        db,
        covered,
        field_permissions::decide(here.sections[0].id, FieldGroup::Tax, Reach::Nowhere, "理由", by)
    );
    not_found!(
        db,
        covered,
        field_permissions::decide(section, FieldGroup::Tax, Reach::Nowhere, "理由", here.staff[0].id)
    );
    not_found!(
        db,
        covered,
        analyses::save_settings(&AnalysisSettings::default(), here.staff[0].id)
    );
    let new = |household_id, members: &madoguchi_model::case::Case, key: &str| NewCase {
        household_id: Some(household_id),
        events: here.case.events.clone(),
        members: members.members.clone(),
        visitor: here.case.visitor.clone(),
        moved_on: None,
        filed_on: here.case.filed_on,
        new_address: None,
        former_address: None,
        release_hash: String::new(),
        overlay_hash: None,
        idempotency_key: key.into(),
    };
    not_found!(
        db,
        covered,
        cases::create(&new(here.household.id, &there.case, "1"), by)
    );
    not_found!(
        db,
        covered,
        cases::create(&new(there.household.id, &there.case, "2"), here.staff[0].id)
    );
    // Members of another tenant: the case is not opened either, because the caller rolls back.
    let mut tx = db.store.begin(&there.scope).await.unwrap();
    let foreign = cases::create(&mut tx, &new(there.household.id, &here.case, "3"), by).await;
    assert!(matches!(foreign, Err(ChangeError::NotFound)));
    // The same key in another tenant is another key: it finds this tenant's case.
    let same_key = cases::create(&mut tx, &new(there.household.id, &there.case, "sample"), by)
        .await
        .unwrap();
    assert_eq!(same_key.id, there.case.id);
    drop(tx);
    let resident = here.household.members[0].id;
    not_found!(
        db,
        covered,
        case_events::similar_decided(case, by, resident, "000000000000012", false)
    );
    let answer = BTreeMap::from([("visit/x".to_owned(), None)]);
    not_found!(db, covered, answers::save(case, &answer, by));
    not_found!(
        db,
        covered,
        edit_leases::take(case, by, Duration::minutes(1), true)
    );
    assert!(!call!(db, covered, edit_leases::release(case, here.staff[0].id)).unwrap());
    not_found!(
        db,
        covered,
        protection_lifts::lift(case, by, "理由", Duration::minutes(1))
    );
    not_found!(db, covered, protection_lifts::end(case, by));
}

async fn of_protection(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let (id, by) = (ids.protection.measure, db.there.staff[0].id);
    let resident = db.here.household.members[0].id;
    let today = db.store.clock().today();
    let new = NewMeasure {
        resident,
        members: Vec::new(),
        from: today,
        consulted: String::new(),
        remark: String::new(),
        reason: "理由".into(),
    };
    not_found!(db, covered, protective_measures::register(&new, by));
    // Somebody else's family is not included either.
    let mixed = NewMeasure {
        resident: db.there.household.members[0].id,
        members: vec![resident],
        ..new
    };
    let mut tx = db.store.begin(&db.there.scope).await.unwrap();
    let foreign = protective_measures::register(&mut tx, &mixed, by).await;
    assert!(matches!(foreign, Err(ChangeError::NotFound)));
    drop(tx);
    not_found!(
        db,
        covered,
        protective_measures::confirm(id, 1, today, "理由", by)
    );
    not_found!(db, covered, protective_measures::extend(id, 1, "理由", by));
    not_found!(db, covered, protective_measures::keep(id, 1, "理由", by));
    not_found!(db, covered, protective_measures::end(id, 1, "理由", by));
    not_found!(db, covered, protective_measures::change(id, 1, "", "", by));
    not_found!(db, covered, protective_measures::include(id, 1, &[], "理由", by));
    let perpetrator = NewPerpetrator {
        name: "辻".into(),
        kana: String::new(),
        birth_date: None,
        address: String::new(),
        relation: String::new(),
        resident_id: None,
    };
    not_found!(db, covered, perpetrators::add(id, &perpetrator, by));
    not_found!(
        db,
        covered,
        perpetrators::remove(id, ids.protection.perpetrator, by)
    );
    let suppression = NewSuppression {
        resident,
        kind: SuppressionKind::Changes,
        reason: "理由".into(),
        from: today,
        until: None,
    };
    not_found!(db, covered, suppressions::create(&suppression, by));
    not_found!(
        db,
        covered,
        suppressions::end(ids.protection.suppression, "理由", by)
    );
    not_found!(
        db,
        covered,
        emergency_accesses::open(resident, by, "理由", Duration::minutes(1))
    );
    not_found!(
        db,
        covered,
        emergency_accesses::acknowledge(ids.protection.emergency, "見た", by)
    );
}

async fn of_papers(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let (case, by) = (db.here.case.id, db.there.staff[0].id);
    let overrule = NewOverrule {
        procedure_id: "TK-03".into(),
        subject: "visit".into(),
        result: OverruledTo::NotRequired,
        reason: "理由".into(),
    };
    not_found!(db, covered, overrules::create(case, &overrule, by));
    not_found!(db, covered, overrules::withdraw(case, ids.overrule, by));
    not_found!(
        db,
        covered,
        overrules::withdraw(db.there.case.id, ids.overrule, by)
    );
    let none: [NewApplication; 0] = [];
    not_found!(db, covered, applications::prepare(case, &none, by));
    let signature = NewSignature {
        strokes: None,
        signer: "辻".into(),
        application_version: 1,
    };
    not_found!(db, covered, signatures::sign(ids.application, &signature, by));
    not_found!(db, covered, signatures::void(ids.application, by, "理由"));
    not_found!(
        db,
        covered,
        applications::withdraw(ids.application, 1, by, "理由")
    );
    not_found!(db, covered, applications::restore(ids.application, by));
    not_found!(
        db,
        covered,
        applications::substitute(ids.application, 1, "辻", Some("辻"), by)
    );
    not_found!(db, covered, hand_offs::create(case, 1, &[], by));
    let foreign = [SectionHandOff {
        section_id: db.here.sections[0].id,
        procedures: Vec::new(),
    }];
    not_found!(db, covered, hand_offs::create(db.there.case.id, 1, &foreign, by));
    not_found!(db, covered, hand_offs::deliver(ids.hand_off));
}

async fn of_cards(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let (case, by) = (db.here.case.id, db.there.staff[0].id);
    let resident = db.here.household.members[0].id;
    let new = || NewPairing {
        case: None,
        challenge: [1; 32],
        to_sign: None,
        individual_number: None,
    };
    let own = call!(db, covered, card_pairings::create(new(), by)).unwrap().id;
    let taken = call!(db, covered, card_pairings::take(ids.pairing, by)).unwrap();
    assert!(taken.is_none());
    let holder = CardHolder {
        name: "辻　太郎".into(),
        address: String::new(),
        birth_date: db.here.household.members[0].birth_date.clone(),
        sex: None,
    };
    let reading = NewReading {
        id: own,
        case: Some(case),
        method: ReadingMethod::Pin,
        holder: holder.clone(),
        expires_on: None,
        genuineness: Genuineness::NotGiven,
        certificate: None,
        pictures: None,
    };
    not_found!(db, covered, card_readings::keep(&reading, by));
    not_found!(
        db,
        covered,
        card_readings::assign(ids.pairing, case, resident, by)
    );
    not_found!(db, covered, card_readings::decide(ids.pairing, "理由", by));
    let number = NewNumber {
        id: IndividualNumberId(own.0),
        case,
        resident,
        procedure: "TK-01".into(),
        sealed: Sealed {
            encapsulated: vec![1],
            ciphertext: vec![2],
        },
    };
    not_found!(db, covered, individual_numbers::keep(&number, by));
    let signature = NewSignature {
        strokes: None,
        signer: "辻".into(),
        application_version: 1,
    };
    let card = CardSignature {
        document: vec![1],
        cms: vec![2],
        certificate: vec![3],
        check: CertificateCheck {
            status: CertificateStatus::Good,
            reason: String::new(),
            source: String::new(),
            checked_at: DateTime::UNIX_EPOCH,
            serial: String::new(),
            expires_at: None,
            answered: false,
        },
        revocation: None,
        signer: holder,
    };
    not_found!(
        db,
        covered,
        card_signatures::sign(ids.application, &signature, &card, by)
    );
    // What is over is tidied away of the own tenant alone.
    assert_eq!(call!(db, covered, card_readings::tidy()).unwrap(), 0);
    assert_eq!(call!(db, covered, individual_numbers::tidy()).unwrap(), 0);
    assert_eq!(call!(db, covered, card_pairings::tidy()).unwrap(), 0);
}

async fn of_prints(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let (case, by) = (db.here.case.id, db.there.staff[0].id);
    let paper = |application| NewPaper {
        application,
        pages: 1,
    };
    let theirs = [paper(Some((ids.application, 1)))];
    let kind = PrintKind::Application;
    not_found!(db, covered, print_releases::record(case, kind, &theirs, by));
    not_found!(
        db,
        covered,
        print_releases::record(case, kind, &[paper(None)], by)
    );
    not_found!(
        db,
        covered,
        print_releases::record(db.there.case.id, kind, &theirs, by)
    );
    let hint = PrinterHint {
        form_id: "move".into(),
        printer: "x".into(),
        tray: String::new(),
        copies: 1,
        paper: String::new(),
    };
    not_found!(db, covered, printer_hints::set(&hint, db.here.staff[0].id));
    // The same form's hints are removed in this tenant, and stay in the other.
    let nothing = PrinterHint {
        printer: String::new(),
        ..hint
    };
    call!(db, covered, printer_hints::set(&nothing, by)).unwrap();
    let section = BatchOf::Section(db.here.sections[0].id);
    not_found!(db, covered, print_batches::start(section, false, by));
    not_found!(db, covered, print_batches::cancel(ids.batch));
    call!(db, covered, print_batches::advance(ids.batch, 1)).unwrap();
    let paper = PartPaper {
        case_id: case,
        application_id: ids.application,
        version: 1,
        pages: 1,
    };
    not_found!(db, covered, print_batches::copy_of(ids.print, 9, paper, by));
    let part = NewPart {
        number: 2,
        outcomes: &[],
        pages: 1,
        persons: &[],
        file: Some(b"file"),
    };
    assert!(!call!(db, covered, print_batches::keep_part(ids.batch, part)).unwrap());
    let later = db.store.clock().now() + Duration::days(9);
    assert_eq!(
        call!(db, covered, print_batches::remove_before(later)).unwrap(),
        0
    );
}

async fn of_the_queue(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let (item, by) = (ids.queue_item, db.there.staff[0].id);
    not_found!(db, covered, queue::take(item, 1, by));
    not_found!(db, covered, queue::put_back(item, 1, by, true));
    not_found!(db, covered, queue::send_back(item, 1, by, "理由"));
    not_found!(db, covered, queue::enter_provisionally(item, 1, by));
    not_found!(db, covered, queue::complete(item, 1, by));
}

async fn of_jobs(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let minute = Duration::minutes(1);
    assert!(call!(db, covered, jobs::lease(minute)).unwrap().is_none());
    assert!(
        call!(db, covered, jobs::lease_of(jobs::Kinds::All, minute))
            .unwrap()
            .is_none()
    );
    assert!(!call!(db, covered, jobs::extend(&ids.leased, minute)).unwrap());
    assert!(!call!(db, covered, jobs::complete(&ids.leased)).unwrap());
    assert!(
        !call!(
            db,
            covered,
            jobs::retry(&ids.leased, "", DateTime::<Utc>::UNIX_EPOCH)
        )
        .unwrap()
    );
    assert!(!call!(db, covered, jobs::bury(&ids.leased, "")).unwrap());
    not_found!(db, covered, jobs::replay(ids.dead_letter));
    call!(db, covered, jobs::enqueue("of there", &json!({}), None)).unwrap();
}

async fn of_accounts(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let (person, section) = (db.here.staff[0].id, db.here.sections[0].id);
    let (own_person, own_section) = (db.there.staff[0].id, db.there.sections[0].id);
    not_found!(
        db,
        covered,
        staff::update(person, "名", Role::FrontDesk, own_section, true)
    );
    not_found!(
        db,
        covered,
        staff::update(own_person, "名", Role::FrontDesk, section, true)
    );
    not_found!(db, covered, staff::set_password(person, "x", false));
    not_found!(db, covered, staff::lock(person, None));
    not_found!(db, covered, sections::update(section, "名", "", ""));
    let expires_at = db.here.case.opened_at + Duration::days(1);
    let session = NewSession {
        token_sha256: [9; 32],
        staff: person,
        csrf_secret: [0; 32],
        host: String::new(),
        address: String::new(),
        expires_at,
    };
    not_found!(db, covered, sessions::create(&session));
    assert!(!call!(db, covered, sessions::touch(ids.session)).unwrap());
    assert!(!call!(db, covered, sessions::end(ids.session)).unwrap());
    assert_eq!(call!(db, covered, sessions::end_all_of(person, None)).unwrap(), 0);
    not_found!(db, covered, parked::put([8; 32], person, "/", b"", expires_at));
    assert!(
        call!(db, covered, parked::take([1; 32], person))
            .unwrap()
            .is_none()
    );
    call!(db, covered, sign_in_attempts::one_at_a_time("a")).unwrap();
    call!(db, covered, sign_in_attempts::clear("a")).unwrap();
    db.clock.advance(Duration::days(90));
    assert_eq!(call!(db, covered, sessions::remove_expired()).unwrap(), 0);
    assert_eq!(call!(db, covered, parked::remove_expired()).unwrap(), 0);
    let now = madoguchi_model::clock::Clock::now(&*db.clock);
    assert_eq!(
        call!(db, covered, sign_in_attempts::remove_before(now)).unwrap(),
        0
    );
    // Leases and jobs of the other tenant have run out by now and still are not this tenant's.
    assert_ne!(
        call!(db, covered, jobs::lease(Duration::minutes(1)))
            .unwrap()
            .unwrap()
            .kind,
        "running"
    );
}

async fn of_overlays(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let (id, by, today) = (ids.overlay, db.there.staff[0].id, db.here.case.filed_on);
    let content = Content {
        title: "",
        text: "",
        hash: "",
    };
    not_found!(db, covered, overlays::save(id, 3, content, by));
    not_found!(db, covered, overlays::submit(id, 3, by));
    not_found!(db, covered, overlays::send_back(id, 3, "理由"));
    not_found!(db, covered, overlays::approve(id, 3, today, by));
    not_found!(db, covered, overlays::withdraw(id, 3, "理由"));
    not_found!(db, covered, overlays::create(content, db.here.staff[0].id));
}

async fn of_own_forms(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let (id, by, today) = (ids.own_form, db.there.staff[0].id, db.here.case.filed_on);
    not_found!(db, covered, own_forms::copy(id, by));
    not_found!(db, covered, own_forms::save(id, 2, "様式", "", by));
    not_found!(db, covered, own_forms::publish(id, 2, today, by));
    not_found!(db, covered, own_forms::withdraw(id, 2));
    let new = super::full::new_own_form();
    not_found!(db, covered, own_forms::create(&new, db.here.staff[0].id));
}

async fn of_fonts(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let by = db.there.staff[0].id;
    let new = NewFont {
        content: b"",
        hash: "",
        family: "",
        characters: 0,
        remark: "",
    };
    not_found!(db, covered, supplied_fonts::upload(new, db.here.staff[0].id));
    not_found!(db, covered, supplied_fonts::publish(ids.font, by));
    not_found!(db, covered, supplied_fonts::withdraw(ids.font, by));
}

/// What adds adds to its own tenant only, also with the other's natural keys.
async fn additions(db: &TestDatabase, covered: &mut BTreeSet<String>) {
    let day = "2026-12-29".parse().unwrap();
    assert!(!call!(db, covered, closed_days::remove(day)).unwrap());
    call!(db, covered, closed_days::add(day, "別の名")).unwrap();
    call!(db, covered, sign_in_attempts::record("a", "1", true)).unwrap();
    call!(db, covered, tenants::save_settings(&json!({ "of": "there" }))).unwrap();
    call!(db, covered, rare_characters::request()).unwrap();
    assert!(call!(db, covered, rare_characters::count()).unwrap());
    call!(db, covered, load::towns(&[])).unwrap();
    call!(db, covered, load::schools(&[])).unwrap();
    let id = |last: u128| uuid::Uuid::from_u128(1 << 100 | last);
    let section = Section {
        id: SectionId(id(1)),
        code: "new".into(),
        ..db.here.sections[0].clone()
    };
    call!(db, covered, sections::create(&section)).unwrap();
    let person = Staff {
        id: StaffId(id(2)),
        sign_in_name: "new".into(),
        section_id: section.id,
        ..db.here.staff[0].clone()
    };
    call!(db, covered, staff::create(&person, "", false)).unwrap();
    let mut household: Household = db.here.household.clone();
    household.id = HouseholdId(id(3));
    for (member, number) in household.members.iter_mut().zip(4..) {
        (member.household_id, member.id) = (household.id, ResidentId(id(number)));
    }
    call!(db, covered, load::households(&[household])).unwrap();
}

async fn of_the_record(db: &TestDatabase, covered: &mut BTreeSet<String>) {
    covered.extend(["audit::begin", "audit::seal"].map(String::from));
    let operation = audit::begin(&db.store, &db.there.scope, begun("of there"))
        .await
        .unwrap();
    let mut tx = db.store.begin(&db.there.scope).await.unwrap();
    operation.end(&mut tx, Outcome::Done, &[]).await.unwrap();
    tx.commit().await.unwrap();
    audit::seal(&db.store, &db.there.scope, &Nowhere).await.unwrap();
    call!(
        db,
        covered,
        audit::event(&begun("of there"), Outcome::Refused, &[])
    )
    .unwrap();
    let (first, last) = (
        DateTime::<Utc>::UNIX_EPOCH,
        madoguchi_model::clock::Clock::now(&*db.clock),
    );
    assert_eq!(call!(db, covered, audit::close_orphans(first, last)).unwrap(), 0);
}

#[tokio::test]
#[should_panic(expected = "an operation must end in its own tenant")]
async fn an_operation_ends_in_its_own_tenant() {
    let db = TestDatabase::new().await;
    let operation = audit::begin(&db.store, &db.here.scope, begun("of here"))
        .await
        .unwrap();
    let mut tx = db.store.begin(&db.there.scope).await.unwrap();
    operation.end(&mut tx, Outcome::Done, &[]).await.unwrap();
}
