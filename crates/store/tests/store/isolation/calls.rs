//! Reading with another tenant's ids.

use std::collections::BTreeSet;

use chrono::DateTime;
use madoguchi_model::ids::TenantId;
use madoguchi_model::staff::Role;
use madoguchi_store::analyses::{AnalysisSettings, Near, NearPerson, Span};
use madoguchi_store::audit::AuditFilter;
use madoguchi_store::cases::CaseFilter;
use madoguchi_store::perpetrators::Somebody;
use madoguchi_store::print_batches::BatchOf;
use madoguchi_store::queue::QueueFilter;
use madoguchi_store::residents::{ResidentSearch, Term};
use madoguchi_store::sign_in_attempts::Failures;
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{
    TenantScope, analyses, answers, applications, audit, card_readings, card_signatures, case_events,
    case_records, cases, closed_days, edit_leases, emergency_accesses, field_permissions, hand_offs,
    households, individual_numbers, jobs, overlays, overrules, own_forms, perpetrators, places,
    print_batches, print_releases, printer_hints, protection_lifts, protective_measures, queue,
    rare_characters, residents, schools, sections, sessions, sign_in_attempts, signatures, staff,
    supplied_fonts, suppressions, tenants, towns,
};

use super::full::Ids;

/// Calls a function in the other tenant, commits, and notes that it was covered.
macro_rules! call {
    ($db:ident, $covered:ident, $module:ident :: $function:ident ( $($argument:expr),* )) => {{
        $covered.insert(concat!(stringify!($module), "::", stringify!($function)).to_owned());
        let mut tx = $db.store.begin(&$db.there.scope).await.unwrap();
        let result = $module::$function(&mut tx, $($argument),*).await;
        tx.commit().await.unwrap();
        result
    }};
}
pub(crate) use call;

pub(crate) async fn reads(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    of_the_register(db, covered).await;
    of_a_case(db, ids, covered).await;
    of_protection(db, ids, covered).await;
    of_prints(db, ids, covered).await;
    of_cards(db, ids, covered).await;
    of_accounts(db, ids, covered).await;
    lists(db, covered).await;
    of_overlays(db, ids, covered).await;
    of_fonts(db, ids, covered).await;
    of_own_forms(db, ids, covered).await;
    of_need_to_know(db, covered).await;
    before_a_tenant(db, covered).await;
}

async fn of_need_to_know(db: &TestDatabase, covered: &mut BTreeSet<String>) {
    let section = db.here.sections[0].id;
    assert!(
        call!(db, covered, field_permissions::in_force())
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, field_permissions::of_section(section))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, field_permissions::history(10))
            .unwrap()
            .is_empty()
    );
    // The household is not there.
    assert!(
        call!(db, covered, case_records::of_case(&db.here.case))
            .unwrap()
            .is_none()
    );
    let span = Span {
        from: DateTime::UNIX_EPOCH,
        until: "2100-01-01T00:00:00Z".parse().unwrap(),
        staff: None,
    };
    let settings = call!(db, covered, analyses::settings()).unwrap();
    assert_eq!(settings, AnalysisSettings::default());
    let all = AnalysisSettings {
        searches_a_day: 1,
        papers_a_day: 1,
        ..settings
    };
    let days = ["2026-04-08".parse().unwrap()];
    assert!(
        call!(db, covered, analyses::off_hours(&span, &all, &days))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, analyses::searches(&span, &all))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, analyses::prints(&span, &all))
            .unwrap()
            .is_empty()
    );
    assert!(call!(db, covered, analyses::after_end(&span)).unwrap().is_empty());
    assert!(call!(db, covered, analyses::lifts(&span)).unwrap().is_empty());
    assert!(
        call!(db, covered, analyses::protected_persons(10))
            .unwrap()
            .is_empty()
    );
    let near = call!(db, covered, analyses::near_persons(None)).unwrap();
    let of_here = |pair: &NearPerson| db.here.staff.iter().any(|staff| staff.id == pair.staff);
    assert!(!near.iter().any(of_here));
    let person = db.here.household.members[0].id;
    assert!(
        call!(db, covered, analyses::viewers(&span, &[person]))
            .unwrap()
            .is_empty()
    );
    let pair = NearPerson {
        staff: db.here.staff[0].id,
        person,
        near: Near::SameName,
    };
    assert!(
        call!(db, covered, analyses::near_views(&span, &[pair]))
            .unwrap()
            .is_empty()
    );
}

async fn of_protection(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let (ids, members) = (&ids.protection, &db.here.household.members);
    let protected = members[1].id;
    assert!(
        call!(db, covered, protective_measures::get(ids.measure))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, protective_measures::of_resident(protected))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, protective_measures::events(ids.measure))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, protective_measures::list(false, 10))
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        call!(db, covered, protective_measures::counts())
            .unwrap()
            .provisional,
        0
    );
    assert!(
        call!(db, covered, perpetrators::of_measure(ids.measure))
            .unwrap()
            .is_empty()
    );
    let somebody = Somebody {
        name: "辻\u{3000}相手".into(),
        ..Somebody::default()
    };
    assert!(!call!(db, covered, perpetrators::is_among(&[somebody])).unwrap());
    assert!(
        call!(db, covered, suppressions::in_force(&[members[0].id]))
            .unwrap()
            .is_empty()
    );
    assert!(call!(db, covered, suppressions::list(10)).unwrap().is_empty());
    let desk = db.here.staff(Role::FrontDesk).id;
    assert!(
        call!(db, covered, emergency_accesses::in_force(protected, desk))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, emergency_accesses::get(ids.emergency))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, emergency_accesses::list(10))
            .unwrap()
            .is_empty()
    );
}

#[expect(clippy::too_many_lines, reason = "a call of every function")]
async fn of_the_register(db: &TestDatabase, covered: &mut BTreeSet<String>) {
    let (household, resident) = (&db.here.household, db.here.household.members[0].id);
    assert!(call!(db, covered, residents::get(resident)).unwrap().is_none());
    assert!(
        call!(db, covered, residents::get_many(&[resident]))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, residents::household_of(resident))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(
            db,
            covered,
            residents::protected_numbers(&["000000000000001".to_owned()])
        )
        .unwrap()
        .is_empty()
    );
    assert!(
        call!(db, covered, residents::by_certificate_serial("4d"))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, households::get(household.id))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, households::of_resident(resident))
            .unwrap()
            .is_none()
    );
    let number = household.members[0].addressee_number.clone().unwrap();
    let search = |term| ResidentSearch {
        terms: vec![term],
        limit: 100,
    };
    assert!(
        call!(
            db,
            covered,
            residents::search(&search(Term::AddresseeNumber(number)))
        )
        .unwrap()
        .hits
        .is_empty()
    );
    for term in [Term::NamePart("辻".into()), Term::Reading("つじ".into())] {
        let found = call!(db, covered, residents::search(&search(term))).unwrap().hits;
        assert_eq!(found.len(), 4);
        assert!(found.iter().all(|hit| hit.household_id == db.there.household.id));
    }
    assert!(call!(db, covered, towns::list()).unwrap().is_empty());
    assert!(call!(db, covered, towns::by_code("0001001")).unwrap().is_none());
    let written = "\u{10FFFD}";
    let fresh = call!(db, covered, rare_characters::freshness()).unwrap();
    assert_eq!((fresh.counted_at, fresh.stale), (None, true));
    assert!(call!(db, covered, rare_characters::list()).unwrap().is_empty());
    assert!(
        call!(db, covered, rare_characters::find(written))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, rare_characters::holders(written))
            .unwrap()
            .is_empty()
    );
    // Places are nobody's data; buildings are the register's.
    assert!(
        call!(db, covered, places::by_postcode("9990001"))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, places::towns(None, "本町"))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, places::at_beginning("992011", "本町一丁目"))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, places::numbers("992011", "0001001", ""))
            .unwrap()
            .is_empty()
    );
    let key = madoguchi_model::address_key::address_key(&household.members[0].address);
    assert!(!key.is_empty());
    assert!(call!(db, covered, places::buildings(&key)).unwrap().is_empty());
    assert!(call!(db, covered, schools::list()).unwrap().is_empty());
    let (first, last) = ("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap());
    assert!(
        call!(db, covered, closed_days::between(first, last))
            .unwrap()
            .is_empty()
    );
}

async fn of_a_case(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let case = db.here.case.id;
    assert!(call!(db, covered, cases::get(case)).unwrap().is_none());
    assert!(
        call!(db, covered, cases::open_of_household(db.here.household.id))
            .unwrap()
            .is_empty()
    );
    assert!(call!(db, covered, answers::current(case)).unwrap().is_empty());
    assert!(call!(db, covered, answers::history(case)).unwrap().is_empty());
    assert!(
        call!(db, covered, answers::before_last_save(case))
            .unwrap()
            .is_empty()
    );
    assert!(call!(db, covered, overrules::list(case)).unwrap().is_empty());
    assert!(call!(db, covered, case_events::list(case)).unwrap().is_empty());
    assert!(call!(db, covered, edit_leases::get(case)).unwrap().is_none());
    assert!(
        call!(db, covered, protection_lifts::in_force(case))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, applications::of_case(case))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, applications::get(ids.application))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, applications::versions(ids.application))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, applications::version(ids.application, 1))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, applications::materials_of_case(case))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, applications::withdrawn_of_case(case))
            .unwrap()
            .is_empty()
    );
    assert!(call!(db, covered, signatures::of_case(case)).unwrap().is_empty());
    assert!(
        call!(db, covered, signatures::standing(ids.application))
            .unwrap()
            .is_none()
    );
    assert!(call!(db, covered, hand_offs::of_case(case)).unwrap().is_empty());
    assert!(
        call!(db, covered, hand_offs::case_of(ids.hand_off))
            .unwrap()
            .is_none()
    );
    assert!(call!(db, covered, queue::of_case(case)).unwrap().is_empty());
    assert!(call!(db, covered, queue::get(ids.queue_item)).unwrap().is_none());
    assert!(
        call!(db, covered, queue::events(ids.queue_item))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, queue::counts(db.here.sections[0].id))
            .unwrap()
            .is_empty()
    );
}

async fn of_cards(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let case = db.here.case.id;
    let reading = ids.pairing;
    assert!(call!(db, covered, card_readings::get(reading)).unwrap().is_none());
    assert!(
        call!(db, covered, card_readings::of_case(case))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, card_readings::pictures(reading))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, individual_numbers::of_case(case))
            .unwrap()
            .is_empty()
    );
    let signed = call!(db, covered, card_signatures::get(ids.card_signature)).unwrap();
    assert!(signed.is_none());
}

async fn of_prints(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let (case, batch) = (db.here.case.id, ids.batch);
    assert!(
        call!(db, covered, print_releases::get(ids.print))
            .unwrap()
            .is_none()
    );
    assert!(
        call!(db, covered, print_releases::of_case(case))
            .unwrap()
            .is_empty()
    );
    assert!(call!(db, covered, printer_hints::list()).unwrap().is_empty());
    assert!(call!(db, covered, print_batches::get(batch)).unwrap().is_none());
    let by = db.here.staff(madoguchi_model::staff::Role::FrontDesk).id;
    assert!(
        call!(db, covered, print_batches::of_staff(by))
            .unwrap()
            .is_empty()
    );
    let section = BatchOf::Section(db.here.sections[0].id);
    assert_eq!(
        call!(db, covered, print_batches::count(section, false)).unwrap(),
        0
    );
    assert!(
        call!(db, covered, print_batches::items(batch, 1))
            .unwrap()
            .is_empty()
    );
    assert!(!call!(db, covered, print_batches::is_running(batch)).unwrap());
    assert!(
        call!(db, covered, print_batches::left_out(batch))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, print_batches::parts(batch))
            .unwrap()
            .is_empty()
    );
    assert!(
        call!(db, covered, print_batches::file(batch, 1))
            .unwrap()
            .is_none()
    );
}

async fn of_accounts(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let person = db.here.staff[0].id;
    assert!(call!(db, covered, staff::get(person)).unwrap().is_none());
    assert!(call!(db, covered, staff::account(person)).unwrap().is_none());
    let found = call!(db, covered, staff::account_by_sign_in_name("frontdesk"))
        .unwrap()
        .unwrap();
    assert_eq!(found.staff.id, db.there.staff[0].id);
    assert!(
        call!(db, covered, sections::get(db.here.sections[0].id))
            .unwrap()
            .is_none()
    );
    let found = call!(db, covered, sections::by_code("resident_affairs"))
        .unwrap()
        .unwrap();
    assert_eq!(found.id, db.there.sections[0].id);
    assert!(call!(db, covered, sessions::get(ids.session)).unwrap().is_none());
    let since = db.here.case.opened_at;
    let failures = call!(db, covered, sign_in_attempts::failures_since("a", "1", since)).unwrap();
    assert_eq!(failures, Failures::default());
    assert_eq!(call!(db, covered, tenants::get()).unwrap().name, "となり町");
    assert_eq!(
        call!(db, covered, tenants::settings()).unwrap(),
        serde_json::json!({})
    );
    assert!(!call!(db, covered, tenants::sandbox()).unwrap().is_one);
}

async fn of_overlays(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let today = db.here.case.filed_on;
    assert!(call!(db, covered, overlays::list()).unwrap().is_empty());
    assert!(call!(db, covered, overlays::get(ids.overlay)).unwrap().is_none());
    assert!(call!(db, covered, overlays::in_force(today)).unwrap().is_none());
    assert!(
        call!(db, covered, overlays::by_hash("hash of here"))
            .unwrap()
            .is_none()
    );
}

async fn of_own_forms(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    let (id, today) = (ids.own_form, db.here.case.filed_on);
    assert!(call!(db, covered, own_forms::list()).unwrap().is_empty());
    assert!(call!(db, covered, own_forms::get(id)).unwrap().is_none());
    assert!(call!(db, covered, own_forms::in_force(today)).unwrap().is_empty());
    assert!(call!(db, covered, own_forms::file(id)).unwrap().is_none());
    assert!(!call!(db, covered, own_forms::exists(id)).unwrap());
    assert!(call!(db, covered, own_forms::picture(id, 1)).unwrap().is_none());
}

async fn of_fonts(db: &TestDatabase, ids: &Ids, covered: &mut BTreeSet<String>) {
    assert!(call!(db, covered, supplied_fonts::list()).unwrap().is_empty());
    let font = ids.font;
    assert!(call!(db, covered, supplied_fonts::get(font)).unwrap().is_none());
    assert!(
        call!(db, covered, supplied_fonts::content(font))
            .unwrap()
            .is_none()
    );
    assert!(call!(db, covered, supplied_fonts::in_use()).unwrap().is_none());
}

async fn lists(db: &TestDatabase, covered: &mut BTreeSet<String>) {
    assert_eq!(call!(db, covered, staff::list()).unwrap(), {
        let mut all = db.there.staff.clone();
        all.sort_by(|one, other| one.sign_in_name.cmp(&other.sign_in_name));
        all
    });
    assert_eq!(call!(db, covered, sections::list()).unwrap(), db.there.sections);
    let every = CaseFilter {
        limit: 100,
        ..CaseFilter::default()
    };
    let found = call!(db, covered, cases::list(&every)).unwrap();
    assert_eq!(
        found.iter().map(|case| case.id).collect::<Vec<_>>(),
        [db.there.case.id]
    );
    let of_here = CaseFilter {
        household: Some(db.here.household.id),
        opened_by: Some(db.here.case.opened_by),
        ..every
    };
    assert!(call!(db, covered, cases::list(&of_here)).unwrap().is_empty());
    let every = QueueFilter {
        limit: 100,
        ..QueueFilter::default()
    };
    assert!(call!(db, covered, queue::list(&every)).unwrap().is_empty());
    let of_here = QueueFilter {
        sections: vec![db.here.sections[0].id],
        ..every
    };
    assert!(call!(db, covered, queue::list(&of_here)).unwrap().is_empty());
    assert!(call!(db, covered, jobs::dead_letters(100)).unwrap().is_empty());
    assert_eq!(
        call!(db, covered, jobs::counts()).unwrap(),
        jobs::Counts::default()
    );
    let person = Some(db.here.household.members[0].id);
    let every = AuditFilter {
        limit: 100,
        ..AuditFilter::default()
    };
    assert!(call!(db, covered, audit::read(&every)).unwrap().is_empty());
    assert!(
        call!(db, covered, audit::read(&AuditFilter { person, ..every }))
            .unwrap()
            .is_empty()
    );
}

/// What finds a tenant finds just the one.
async fn before_a_tenant(db: &TestDatabase, covered: &mut BTreeSet<String>) {
    covered.extend(
        [
            "tenants::by_host",
            "tenants::all",
            "sessions::find",
            "jobs::tenants_with_due_jobs",
            "jobs::tenants_with_due_jobs_of",
        ]
        .map(String::from),
    );
    let found = tenants::by_host(&db.store, "tonari.localhost").await.unwrap();
    assert_eq!(found, Some(db.there.scope));
    let all: Vec<TenantId> = tenants::all(&db.store)
        .await
        .unwrap()
        .into_iter()
        .map(TenantScope::tenant_id)
        .collect();
    assert_eq!(all, [db.here.scope.tenant_id(), db.there.scope.tenant_id()]);
    let sessions::Found { scope, session, .. } = sessions::find(&db.store, [1; 32]).await.unwrap().unwrap();
    assert_eq!((scope, session.staff.id), (db.here.scope, db.here.staff[0].id));
    assert!(jobs::tenants_with_due_jobs(&db.store).await.unwrap().is_empty());
}
