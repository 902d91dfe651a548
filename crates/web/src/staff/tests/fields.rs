//! Restricted fields: no page tells a value to those without its group, and those with it still see it.

use axum::http::Method;
use madoguchi_model::field_group::{FieldGroup, Reach};
use madoguchi_model::ids::QueueItemId;
use madoguchi_model::resident::ForeignStatus;
use madoguchi_store::field_permissions;

use super::*;
use crate::routes::{Access, table};

/// Values that stand nowhere else.
const MARKS: [(&str, FieldGroup); 5] = [
    ("本籍ノ標", FieldGroup::Domicile),
    ("筆頭者ノ標", FieldGroup::Domicile),
    ("国籍ノ標", FieldGroup::ResidenceStatus),
    ("在留資格ノ標", FieldGroup::ResidenceStatus),
    ("税ノ標", FieldGroup::Tax),
];

/// A household whose head is a foreign resident, everything restricted marked.
async fn marked_household(server: &TestServer) -> Household {
    let (clock, entropy) = (&*server.state.clock, &*server.state.entropy);
    let id = HouseholdId::new(clock, entropy);
    let mut household = household(id, "88", || ResidentId::new(clock, entropy));
    household.members[0].foreign = Some(ForeignStatus {
        nationality: "国籍ノ標".into(),
        residence_status: "在留資格ノ標".into(),
        expires_on: Some("2031-05-07".parse().unwrap()).into(),
    });
    household.members[0].registered_domicile = String::new().into();
    household.members[0].family_register_head = String::new().into();
    for member in &mut household.members[1..] {
        member.registered_domicile = "本籍ノ標".into();
        member.family_register_head = "筆頭者ノ標".into();
    }
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    load::households(&mut tx, std::slice::from_ref(&household))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    for member in &household.members {
        tax_fact(server, member.id).await;
    }
    household
}

/// What the tax system says, as an import leaves it.
async fn tax_fact(server: &TestServer, resident: ResidentId) {
    let statement =
        "INSERT INTO resident_facts (tenant_id, target, addressee_number, part, history_number, in_force,
            items, record_digest)
         SELECT tenant_id, 'resident_tax', addressee_number, '2026', 1, true,
            jsonb_build_object('課税区分', '税ノ標'), '' FROM residents WHERE resident_id = $1";
    server.db.run(&server.db.here, statement, resident).await;
}

/// Decides the same for every section and group.
async fn everywhere(server: &TestServer, reach: Reach) {
    let here = &server.db.here;
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    for section in &here.sections {
        for group in FieldGroup::ALL {
            let by = here.staff(Role::Administrator).id;
            field_permissions::decide(&mut tx, section.id, group, reach, "試し", by)
                .await
                .unwrap();
        }
    }
    tx.commit().await.unwrap();
}

/// A case of that household with its papers signed, handed off and delivered.
async fn served(server: &TestServer, desk: &mut Browser, household: &Household) -> String {
    let opened = send(desk, "/cases/new", &received_for(server, household, "marked")).await;
    opened.is(303);
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    interview(desk, &case).await;
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    sign_all(desk, &case).await;
    hand_off(server, desk, &case).await;
    case
}

/// The path of a route with the things of this case.
fn filled(path: &str, household: &Household, case: &str, application: &str, item: QueueItemId) -> String {
    let parts = path.split('/').map(|part| match part {
        "{resident_id}" => household.members[0].id.to_string(),
        "{case_id}" => case.rsplit('/').next().unwrap().to_owned(),
        "{application_id}" => application.to_owned(),
        "{queue_item_id}" => item.to_string(),
        "{version}" => "1".to_owned(),
        "{page}" => "1.svg".to_owned(),
        part if part.starts_with('{') => case.rsplit('/').next().unwrap().to_owned(),
        part => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "one world, looked at from every side")]
async fn no_route_tells_a_restricted_value_to_those_without_its_group() {
    let server = server().await;
    let household = marked_household(&server).await;
    everywhere(&server, Reach::Everywhere).await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = served(&server, &mut desk, &household).await;
    let page = desk.get(&case).await;
    let before = page.html.split("\">住民異動届").next().unwrap();
    let application = before.rsplit('/').next().unwrap().to_owned();
    let item = items(&server, &case).await.remove(0);
    let place = |path: &str| filled(path, &household, &case, &application, item.id);

    // With the permission the values are there: the marks are where they are looked for.
    let wife = &household.members[1];
    desk.get(&format!("/residents/{}", wife.id))
        .await
        .is(200)
        .shows("本籍ノ標")
        .shows("筆頭者ノ標")
        .shows("税ノ標");
    desk.get(&format!("/residents/{}", household.members[0].id))
        .await
        .is(200)
        .shows("国籍ノ標")
        .shows("在留資格ノ標");
    desk.get(&format!("{case}/applications/{application}"))
        .await
        .is(200)
        .shows("本籍ノ標");
    desk.get(&format!("{case}/interview"))
        .await
        .is(200)
        .shows("中長期在留者");

    everywhere(&server, Reach::Nowhere).await;
    // The desk of another section, whose work none of the papers is.
    let here = &server.db.here;
    let person = here.staff(Role::FrontDesk);
    let mut tx = server.db.store.begin(&here.scope).await.unwrap();
    let other = here.sections[1].id;
    madoguchi_store::staff::update(
        &mut tx,
        person.id,
        &person.display_name,
        Role::FrontDesk,
        other,
        true,
    )
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let mut looked_at = 0;
    for role in Role::ALL {
        let mut browser = match role {
            Role::BackOffice => office(&server, item.section_id).await,
            role => server.signed_in(role).await,
        };
        for route in table().iter().filter(|route| route.access != Access::Anybody) {
            let path = place(route.path);
            let answer = if route.method == Method::GET {
                browser.get(&path).await
            } else if route.path.contains("sign-out") {
                continue;
            } else {
                browser.post(&path, &[]).await
            };
            // A section sees the papers that its own work is done on.
            if role == Role::BackOffice && route.path.contains("/applications/") {
                continue;
            }
            for (mark, group) in MARKS {
                assert!(
                    !answer.html.contains(mark),
                    "{role:?} {route} tells {group:?}: {}",
                    answer.html
                );
            }
            looked_at += usize::from(answer.status == 200);
        }
        let known = format!("{case}/interview");
        browser.get(&known).await.hides("中長期在留者");
        // The value as a reason and as a part of a rule tell it; the catalogue's own words may name the kinds.
        let reasons = format!("{case}/judgements");
        browser.get(&reasons).await.hides("中長期在留者（住民記録");
        let rules = format!("{case}/judgements/reasoning");
        browser.get(&rules).await.hides("中長期在留者［住民記録");
    }
    assert!(
        looked_at > 30,
        "only {looked_at} pages were there to be looked at"
    );
    // Papers are pictures and PDFs without text to search: they are refused as a whole.
    for page in [
        "",
        "/pages/1.svg",
        "/application.json",
        "/application.txt",
        "/versions/1",
    ] {
        desk.get(&format!("{case}/applications/{application}{page}"))
            .await
            .is(403)
            .shows("権限がないため表示・印刷できません");
    }
    desk.post(&format!("{case}/applications/{application}/print"), &[])
        .await
        .is(403);
    desk.get(&format!("{case}/interview"))
        .await
        .is(200)
        .shows("権限がないため表示していません");
}

#[tokio::test]
async fn a_section_sees_a_group_only_where_the_case_was_handed_to_it() {
    let server = server().await;
    let household = marked_household(&server).await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = served(&server, &mut desk, &household).await;
    everywhere(&server, Reach::HandedCases).await;
    // At the register nothing was handed over.
    desk.get(&format!("/residents/{}", household.members[0].id))
        .await
        .is(200)
        .hides("国籍ノ標")
        .shows("権限がないため表示していません");
    let item = items(&server, &case).await.remove(0);
    let mut office = office(&server, item.section_id).await;
    office
        .get(&format!("{case}/judgements/reasoning"))
        .await
        .is(200)
        .shows("中長期在留者");
}

#[tokio::test]
async fn the_administrator_changes_who_sees_what_with_a_reason() {
    let server = server().await;
    let household = marked_household(&server).await;
    let path = format!("/residents/{}", household.members[1].id);
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get(&path).await.is(200).shows("本籍ノ標").hides("税ノ標");
    let mut admin = server.signed_in(Role::Administrator).await;
    let section = server.db.here.staff(Role::FrontDesk).section_id.to_string();
    admin
        .get("/admin/field-permissions")
        .await
        .is(200)
        .shows("本籍・筆頭者")
        .shows("市民課");
    let form = [
        ("section", &*section),
        ("group", "domicile"),
        ("reach", "nowhere"),
    ];
    admin
        .post("/admin/field-permissions", &form)
        .await
        .is(422)
        .shows("変える理由を入力してください");
    let whole = [&form[..], &[("reason", "戸籍の仕事をやめたため")]].concat();
    admin.post("/admin/field-permissions", &whole).await.is(303);
    admin
        .get("/admin/field-permissions")
        .await
        .is(200)
        .shows("戸籍の仕事をやめたため")
        .shows("標準から変更");
    desk.get(&path).await.is(200).hides("本籍ノ標");
    admin
        .post("/admin/field-permissions", &[("section", "x")])
        .await
        .is(422);
    desk.get("/admin/field-permissions").await.is(403);
}

/// Where pages may take a restricted value without asking who sees it. Each is looked at when the list changes.
#[test]
fn restricted_values_are_opened_in_few_places() {
    fn files(directory: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                files(&path, found);
            } else if std::fs::read_to_string(&path)
                .unwrap()
                .contains(concat!(".unse", "en()"))
            {
                found.push(path.display().to_string());
            }
        }
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&root, &mut found);
    found.sort();
    let found: Vec<&str> = found
        .iter()
        .map(|path| path.strip_prefix(&format!("{}/", root.display())).unwrap())
        .collect();
    assert_eq!(
        found,
        [
            // The one decision.
            "policy/fields.rs",
            // Behind the decision of the field's group.
            "staff/people/record_text.rs",
            // What was typed at the counter goes back into the form it was typed into.
            "staff/reception/typed.rs",
            "staff/reception/typed_person.rs",
        ]
    );
}
