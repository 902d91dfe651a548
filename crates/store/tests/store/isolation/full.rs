//! A tenant with a row in every table.

use std::collections::BTreeMap;

use chrono::Duration;
use madoguchi_model::card_reading::{
    CardHolder, CertificateCheck, CertificateStatus, Genuineness, ReadingMethod,
};
use madoguchi_model::field_group::{FieldGroup, Reach};
use madoguchi_model::hand_off::HandedProcedure;
use madoguchi_model::ids::{
    ApplicationId, CardReadingId, EmergencyAccessId, ImportLayoutId, ImportRunId, ImportSourceId,
    IndividualNumberId, JobId, MeasureId, OverlayId, OwnFormId, PerpetratorId, QueueItemId, SessionId,
    SignatureId, SuppliedFontId, SuppressionId,
};
use madoguchi_model::municipality::{School, SchoolKind, Town};
use madoguchi_model::protection::SuppressionKind;
use madoguchi_model::staff::Role;
use madoguchi_store::analyses::AnalysisSettings;
use madoguchi_store::applications::NewApplication;
use madoguchi_store::audit::{self, Anchor, AnchorError, Anchored, Begun, Category, Outcome};
use madoguchi_store::card_pairings::NewPairing;
use madoguchi_store::card_readings::{NewReading, Pictures};
use madoguchi_store::card_signatures::CardSignature;
use madoguchi_store::hand_offs::SectionHandOff;
use madoguchi_store::individual_numbers::{NewNumber, Sealed};
use madoguchi_store::overlays::Content;
use madoguchi_store::overrules::{NewOverrule, OverruledTo};
use madoguchi_store::own_forms::NewOwnForm;
use madoguchi_store::perpetrators::NewPerpetrator;
use madoguchi_store::print_batches::{BatchOf, BatchOutcome, NewPart, PartPaper};
use madoguchi_store::print_releases::{NewPaper, PrintKind};
use madoguchi_store::printer_hints::PrinterHint;
use madoguchi_store::protective_measures::NewMeasure;
use madoguchi_store::sessions::NewSession;
use madoguchi_store::signatures::NewSignature;
use madoguchi_store::supplied_fonts::NewFont;
use madoguchi_store::suppressions::NewSuppression;
use madoguchi_store::testing::{Sample, TestDatabase};
use madoguchi_store::{
    TenantTx, analyses, answers, applications, card_pairings, card_readings, card_signatures, closed_days,
    edit_leases, emergency_accesses, field_permissions, hand_offs, individual_numbers, jobs, load, overlays,
    overrules, own_forms, parked, perpetrators, print_batches, print_releases, printer_hints,
    protection_lifts, protective_measures, queue, rare_characters, sessions, sign_in_attempts, signatures,
    supplied_fonts, suppressions,
};
use serde_json::json;
use uuid::Uuid;

/// Ids of what protects people of the filled tenant.
pub(crate) struct ProtectionIds {
    pub(crate) measure: MeasureId,
    pub(crate) perpetrator: PerpetratorId,
    pub(crate) suppression: SuppressionId,
    pub(crate) emergency: EmergencyAccessId,
}

/// Ids of the filled tenant.
pub(crate) struct Ids {
    pub(crate) session: SessionId,
    pub(crate) application: ApplicationId,
    pub(crate) overlay: OverlayId,
    pub(crate) font: SuppliedFontId,
    pub(crate) own_form: OwnFormId,
    pub(crate) overrule: Uuid,
    pub(crate) hand_off: Uuid,
    pub(crate) queue_item: QueueItemId,
    pub(crate) dead_letter: JobId,
    pub(crate) leased: jobs::LeasedJob,
    pub(crate) print: Uuid,
    pub(crate) batch: Uuid,
    pub(crate) pairing: CardReadingId,
    pub(crate) card_signature: SignatureId,
    pub(crate) import: ImportRunId,
    pub(crate) waiting: (ImportSourceId, ImportRunId),
    pub(crate) program: super::programs::Program,
    pub(crate) protection: ProtectionIds,
    pub(crate) linked: super::linked::Linked,
    pub(crate) robots: super::robots::Robots,
    pub(crate) layout: ImportLayoutId,
    pub(crate) told: super::told::Told,
}

/// Anchors nothing.
pub(crate) struct Nowhere;

impl Anchor for Nowhere {
    fn append(&self, _: &Anchored) -> Result<(), AnchorError> {
        Ok(())
    }
}

/// An operation to be recorded.
pub(crate) fn begun(action: &str) -> Begun {
    Begun {
        category: Category::Operation,
        staff: None,
        session: None,
        section: None,
        terminal: String::new(),
        action: action.into(),
        screen: String::new(),
        resource_kind: String::new(),
        resource_id: String::new(),
        individual_number_access: false,
        detail: json!({}),
    }
}

/// Who sees what, and what the record is measured against.
async fn need_to_know(tx: &mut TenantTx, here: &Sample) {
    let (section, by) = (here.sections[0].id, here.staff(Role::Administrator).id);
    field_permissions::decide(tx, section, FieldGroup::Tax, Reach::Everywhere, "理由", by)
        .await
        .unwrap();
    analyses::save_settings(tx, &AnalysisSettings::default(), by)
        .await
        .unwrap();
}

/// Fills the first tenant.
pub(crate) async fn fill(db: &TestDatabase) -> Ids {
    let here = &db.here;
    let mut tx = db.store.begin(&here.scope).await.unwrap();
    places(&mut tx).await;
    let session = account(&mut tx, here).await;
    let overlay = overlay(&mut tx, here).await;
    let font = font(&mut tx, here).await;
    let own_form = own_form(&mut tx, here).await;
    let (application, overrule) = papers(&mut tx, here).await;
    let (pairing, card_signature) = carded(&mut tx, here, application).await;
    let print = printed(&mut tx, here, application).await;
    let receiver = Uuid::from_u128(7);
    super::told::receiver(&mut tx, receiver).await;
    let (hand_off, queue_item) = handed(&mut tx, here).await;
    let batch = batch(&mut tx, here, application).await;
    need_to_know(&mut tx, here).await;
    let import = super::imported::fill(&mut tx, here).await;
    let waiting = super::sources::fill(&mut tx, here.staff[0].id).await;
    let program = super::programs::fill(&mut tx, here).await;
    let protection = protection(&mut tx, here).await;
    let linked = super::linked::fill(&mut tx, here, hand_off).await;
    let told = super::told::fill(&mut tx, here, receiver).await;
    let robots = super::robots::fill(&mut tx, here, hand_off, program.client).await;
    jobs::enqueue(&mut tx, "doomed", &json!({}), None).await.unwrap();
    let job = jobs::lease(&mut tx, Duration::hours(1)).await.unwrap().unwrap();
    jobs::bury(&mut tx, &job, "no").await.unwrap();
    jobs::enqueue(&mut tx, "running", &json!({}), None).await.unwrap();
    let leased = jobs::lease(&mut tx, Duration::hours(1)).await.unwrap().unwrap();
    let layout = super::own_layouts::fill(&mut tx, here).await;
    assert!(rare_characters::count(&mut tx).await.unwrap());
    tx.commit().await.unwrap();

    let operation = audit::begin(&db.store, &here.scope, begun("seen")).await.unwrap();
    let mut tx = db.store.begin(&here.scope).await.unwrap();
    operation
        .end(&mut tx, Outcome::Done, &[here.household.members[0].id])
        .await
        .unwrap();
    tx.commit().await.unwrap();
    drop(
        audit::begin(&db.store, &here.scope, begun("orphan"))
            .await
            .unwrap(),
    );
    let mut sealed = 0;
    while sealed < 3 {
        sealed += audit::seal(&db.store, &here.scope, &Nowhere).await.unwrap();
    }
    Ids {
        session,
        application,
        overlay,
        font,
        own_form,
        overrule,
        hand_off,
        queue_item,
        dead_letter: job.id,
        leased,
        print,
        batch,
        pairing,
        card_signature,
        import,
        waiting,
        program,
        linked,
        robots,
        protection,
        layout,
        told,
    }
}

/// A measure with a family member, against somebody; a suppression; an emergency that was acknowledged.
async fn protection(tx: &mut TenantTx, here: &Sample) -> ProtectionIds {
    let (desk, chief) = (here.staff(Role::FrontDesk).id, here.staff(Role::SectionChief).id);
    let members = &here.household.members;
    let new = NewMeasure {
        resident: members[1].id,
        members: vec![members[2].id],
        from: tx.today(),
        consulted: "警察署".into(),
        remark: String::new(),
        reason: "申出".into(),
    };
    let measure = protective_measures::register(tx, &new, chief).await.unwrap();
    let perpetrator = NewPerpetrator {
        name: "辻\u{3000}相手".into(),
        kana: "ツジ アイテ".into(),
        birth_date: None,
        address: String::new(),
        relation: "元配偶者".into(),
        resident_id: None,
    };
    let perpetrator = perpetrators::add(tx, measure, &perpetrator, chief).await.unwrap();
    let suppression = NewSuppression {
        resident: members[0].id,
        kind: SuppressionKind::Certificates,
        reason: "例".into(),
        from: tx.today(),
        until: None,
    };
    let suppression = suppressions::create(tx, &suppression, chief).await.unwrap();
    let lasting = Duration::minutes(10);
    let emergency = emergency_accesses::open(tx, members[1].id, desk, "例", lasting)
        .await
        .unwrap();
    ProtectionIds {
        measure,
        perpetrator,
        suppression,
        emergency,
    }
}

async fn places(tx: &mut TenantTx) {
    let town = Town {
        code: "0001001".into(),
        name: "本町一丁目".into(),
        kana: "ホンチョウ".into(),
        postcode: String::new(),
    };
    load::towns(tx, &[town]).await.unwrap();
    let school = School {
        code: "1".into(),
        name: "第一小学校".into(),
        kind: SchoolKind::Elementary,
        towns: vec!["0001001".into()],
    };
    load::schools(tx, &[school]).await.unwrap();
    closed_days::add(tx, "2026-12-29".parse().unwrap(), "年末")
        .await
        .unwrap();
}

async fn account(tx: &mut TenantTx, here: &Sample) -> SessionId {
    let staff = here.staff(Role::FrontDesk).id;
    let expires_at = tx.now() + Duration::hours(1);
    sign_in_attempts::record(tx, "a", "1", false).await.unwrap();
    parked::put(tx, [1; 32], staff, "/", b"", expires_at)
        .await
        .unwrap();
    let session = NewSession {
        token_sha256: [1; 32],
        staff,
        csrf_secret: [0; 32],
        host: "mihon.localhost".into(),
        address: "1".into(),
        expires_at,
    };
    sessions::create(tx, &session).await.unwrap()
}

async fn overlay(tx: &mut TenantTx, here: &Sample) -> OverlayId {
    let content = Content {
        title: "例",
        text: "title = \"例\"",
        hash: "hash of here",
    };
    let (writer, approver) = (here.staff[0].id, here.staff[1].id);
    let id = overlays::create(tx, content, writer).await.unwrap();
    overlays::submit(tx, id, 1, writer).await.unwrap();
    let today = tx.today();
    overlays::approve(tx, id, 2, today, approver).await.unwrap();
    id
}

/// A paper with one page, as it was uploaded.
pub(crate) fn new_own_form() -> NewOwnForm {
    NewOwnForm {
        title: "様式".into(),
        content: "title = \"様式\"".into(),
        pdf: b"pdf of here".to_vec(),
        reading: json!({ "pages": [], "notices": [] }),
        pictures: vec![b"picture of here".to_vec()],
    }
}

async fn own_form(tx: &mut TenantTx, here: &Sample) -> OwnFormId {
    let id = own_forms::create(tx, &new_own_form(), here.staff[0].id)
        .await
        .unwrap();
    let today = tx.today();
    own_forms::publish(tx, id, 1, today, here.staff[1].id)
        .await
        .unwrap();
    id
}

async fn font(tx: &mut TenantTx, here: &Sample) -> SuppliedFontId {
    let new = NewFont {
        content: b"font of here",
        hash: "hash of here",
        family: "見本外字",
        characters: 1,
        remark: "例",
    };
    let id = supplied_fonts::upload(tx, new, here.staff[0].id).await.unwrap();
    supplied_fonts::publish(tx, id, here.staff[1].id).await.unwrap();
    id
}

async fn papers(tx: &mut TenantTx, here: &Sample) -> (ApplicationId, Uuid) {
    let (case, by) = (here.case.id, here.staff(Role::FrontDesk).id);
    let answer = BTreeMap::from([("visit/x".to_owned(), Some(json!(true)))]);
    answers::save(tx, case, &answer, by).await.unwrap();
    let overrule = NewOverrule {
        procedure_id: "TK-03".into(),
        subject: "visit".into(),
        result: OverruledTo::Required,
        reason: "本人の希望".into(),
    };
    let overrule = overrules::create(tx, case, &overrule, by).await.unwrap();
    let form = NewApplication {
        form_id: "move".into(),
        release_hash: "test".into(),
        form_edition: "2026-11".into(),
        residents: Vec::new(),
        values: json!({}),
        supplied_font: None,
    };
    applications::prepare(tx, case, &[form], by).await.unwrap();
    let application = applications::of_case(tx, case).await.unwrap()[0].id;
    let signature = NewSignature {
        strokes: None,
        signer: "辻".into(),
        application_version: 1,
    };
    signatures::sign(tx, application, &signature, by).await.unwrap();
    (application, overrule)
}

/// A card that was read, a 個人番号, and an application signed by card: the other stays signed on paper.
async fn carded(
    tx: &mut TenantTx,
    here: &Sample,
    application: ApplicationId,
) -> (CardReadingId, SignatureId) {
    let (case, by) = (here.case.id, here.staff(Role::FrontDesk).id);
    let new = NewPairing {
        case: Some(case),
        challenge: [1; 32],
        to_sign: None,
        individual_number: None,
    };
    let pairing = card_pairings::create(tx, new, by).await.unwrap().id;
    let holder = CardHolder {
        name: "辻　太郎".into(),
        address: "見本県みほん市本町一丁目2番3号".into(),
        birth_date: here.household.members[0].birth_date.clone(),
        sex: None,
    };
    let check = CertificateCheck {
        status: CertificateStatus::Good,
        reason: String::new(),
        source: String::new(),
        checked_at: tx.now(),
        serial: "01".into(),
        expires_at: None,
        answered: true,
    };
    let reading = NewReading {
        id: pairing,
        case: Some(case),
        method: ReadingMethod::Pin,
        holder: holder.clone(),
        expires_on: None,
        genuineness: Genuineness::Consistent,
        certificate: Some(check.clone()),
        pictures: Some(Pictures {
            name: vec![1],
            address: vec![2],
        }),
    };
    card_readings::keep(tx, &reading, by).await.unwrap();
    let number = NewNumber {
        id: IndividualNumberId(pairing.0),
        case,
        resident: here.household.members[0].id,
        procedure: "TK-01".into(),
        sealed: Sealed {
            encapsulated: vec![1; 32],
            ciphertext: vec![2; 28],
        },
    };
    individual_numbers::keep(tx, &number, by).await.unwrap();
    let signature = NewSignature {
        strokes: None,
        signer: "辻".into(),
        application_version: 1,
    };
    let card = CardSignature {
        document: vec![1],
        cms: vec![2],
        certificate: vec![3],
        check,
        revocation: None,
        signer: holder,
    };
    let signature = card_signatures::sign(tx, application, &signature, &card, by)
        .await
        .unwrap();
    (pairing, signature)
}

/// One print, and hints of where to print.
async fn printed(tx: &mut TenantTx, here: &Sample, application: ApplicationId) -> Uuid {
    let by = here.staff(Role::FrontDesk).id;
    let hint = PrinterHint {
        form_id: "move".into(),
        printer: "1階の複合機".into(),
        tray: String::new(),
        copies: 1,
        paper: String::new(),
    };
    printer_hints::set(tx, &hint, by).await.unwrap();
    let paper = NewPaper {
        application: Some((application, 1)),
        pages: 2,
    };
    let kind = PrintKind::Application;
    print_releases::record(tx, here.case.id, kind, &[paper], by)
        .await
        .unwrap()
        .id
}

/// A batch of the day with a part that is made.
async fn batch(tx: &mut TenantTx, here: &Sample, application: ApplicationId) -> Uuid {
    let (today, by) = (BatchOf::Day(tx.today()), here.staff(Role::FrontDesk).id);
    let batch = print_batches::start(tx, today, false, by).await.unwrap().unwrap();
    let job = jobs::lease(tx, Duration::minutes(1)).await.unwrap().unwrap();
    let paper = PartPaper {
        case_id: here.case.id,
        application_id: application,
        version: 1,
        pages: 2,
    };
    print_batches::copy_of(tx, job.id.0, 0, paper, by).await.unwrap();
    let part = NewPart {
        number: 1,
        outcomes: &[(0, BatchOutcome::Printed)],
        pages: 2,
        persons: &[],
        file: Some(b"file"),
    };
    assert!(print_batches::keep_part(tx, batch, part).await.unwrap());
    jobs::complete(tx, &job).await.unwrap();
    batch
}

async fn handed(tx: &mut TenantTx, here: &Sample) -> (Uuid, QueueItemId) {
    let (case, by) = (here.case.id, here.staff(Role::FrontDesk).id);
    protection_lifts::lift(tx, case, by, "本人の申出", Duration::days(1))
        .await
        .unwrap();
    let procedures = vec![HandedProcedure {
        procedure: "TK-01".into(),
        name: "転居届".into(),
        residents: Vec::new(),
    }];
    let items = [SectionHandOff {
        section_id: here.sections[0].id,
        procedures,
    }];
    let hand_off = hand_offs::create(tx, case, 1, &items, by).await.unwrap();
    let job = jobs::lease(tx, Duration::minutes(1)).await.unwrap().unwrap();
    hand_offs::deliver(tx, hand_off).await.unwrap();
    jobs::complete(tx, &job).await.unwrap();
    edit_leases::take(tx, case, by, Duration::days(1), false)
        .await
        .unwrap();
    (hand_off, queue::of_case(tx, case).await.unwrap()[0].id)
}
