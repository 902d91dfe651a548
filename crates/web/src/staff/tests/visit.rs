//! The happy visit, end to end.

use super::*;

#[tokio::test]
async fn a_family_that_has_moved_is_served_from_search_to_completion() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let head = &server.db.here.household.members[0];

    desk.get("/residents?q=つじ")
        .await
        .is(200)
        .shows("4人見つかりました");
    desk.get(&format!("/residents/{}", head.id))
        .await
        .is(200)
        .shows("この世帯の受付を始める");
    let page = desk.get(&format!("/cases/new?resident={}", head.id)).await;
    page.is(200);
    let key = hidden(&page, "key").to_owned();
    let opened = send(&mut desk, "/cases/new", &received(&server, &key)).await;
    opened.is(303);
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    // The same form sent twice opens one case.
    assert_eq!(
        send(&mut desk, "/cases/new", &received(&server, &key))
            .await
            .location(),
        opened.location()
    );

    interview(&mut desk, &case).await;
    desk.get(&format!("{case}/judgements"))
        .await
        .is(200)
        .shows("転居届");
    desk.get(&format!("{case}/applications"))
        .await
        .is(200)
        .shows("住民異動届");
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    let page = desk.get(&format!("{case}/applications")).await;
    page.is(200).shows("署名待ち");
    printed(&mut desk, &format!("{case}/applications/print")).await;
    let versions = versions(&page);
    let preview = format!(
        "{case}/applications/{}",
        versions[0].0.strip_prefix("version-").unwrap()
    );
    desk.get(&preview)
        .await
        .is(200)
        .shows("署名の前に確かめてもらうこと");
    desk.get(&format!("{preview}/pages/1.svg"))
        .await
        .is(200)
        .shows("<svg");
    desk.get(&format!("{preview}/pages/99.svg")).await.is(404);
    sign_all(&mut desk, &case).await;
    desk.get(&format!("{case}/guide-sheet"))
        .await
        .is(200)
        .shows("今日、受け付けたもの");
    printed(&mut desk, &format!("{case}/guide-sheet/print")).await;
    hand_off(&server, &mut desk, &case).await;

    complete_everything(&server, &case).await;
    desk.get(&case)
        .await
        .is(200)
        .shows("すべての担当課が完了しました");
}

#[tokio::test]
async fn a_certificate_needs_no_date_of_moving_and_no_address() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let mut form = received(&server, "k");
    form.retain(|(name, _)| !matches!(*name, "moved_on" | "town" | "block" | "building"));
    form.iter_mut().find(|(name, _)| *name == "events").unwrap().1 = "certificate".into();
    let opened = send(&mut desk, "/cases/new", &form).await;
    opened.is(303);
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    desk.get(&case).await.is(200).hides("異動日");
    for _ in 0..20 {
        let open = questions(&desk.get(&format!("{case}/interview")).await);
        if open.is_empty() {
            break;
        }
        let answers: Vec<(&str, &str)> = open.iter().map(|name| (name.as_str(), "yes")).collect();
        let saved = desk.post(&format!("{case}/interview"), &answers).await;
        if saved.status == 422 {
            let unknown: Vec<(&str, &str)> = open.iter().map(|name| (name.as_str(), "not_known")).collect();
            desk.post(&format!("{case}/interview"), &unknown).await.is(303);
        }
    }
    desk.get(&format!("{case}/judgements"))
        .await
        .is(200)
        .shows("CT-01");
    desk.get(&format!("{case}/applications"))
        .await
        .is(200)
        .shows("住民票");
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    printed(&mut desk, &format!("{case}/applications/print")).await;
}
