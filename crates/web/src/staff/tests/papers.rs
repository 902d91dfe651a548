//! What stops papers and voids signatures.

use super::*;

#[tokio::test]
async fn a_protective_measure_stops_addresses_and_papers_until_a_chief_lifts_it() {
    let server = server().await;
    let household = protected_household(&server).await;
    let head = &household.members[0];
    let mut desk = server.signed_in(Role::FrontDesk).await;
    // The head is not protected, but lives with someone who is.
    desk.get("/residents?q=つじ")
        .await
        .is(200)
        .shows("支援措置のため表示していません")
        .hides("かくれ荘");
    desk.get(&format!("/residents/{}", head.id))
        .await
        .is(200)
        .shows("支援措置")
        .hides("かくれ荘");
    let opened = send(&mut desk, "/cases/new", &received_for(&server, &household, "k")).await;
    let case = opened.location().strip_suffix("/interview").unwrap().to_owned();
    desk.get(&case)
        .await
        .is(200)
        .hides("かくれ荘")
        .hides("見本台2番3号");
    // Saving reception with a blank address keeps the address that is not shown.
    let page = desk.get(&format!("{case}/reception")).await;
    page.is(200).hides("見本ハイツ101").hides("2番3号\"");
    let mut form = received_for(&server, &household, "k");
    form.retain(|(name, _)| !matches!(*name, "town" | "block" | "building"));
    form.push(("version", hidden(&page, "version").to_owned()));
    send(&mut desk, &format!("{case}/reception"), &form).await.is(303);
    interview(&mut desk, &case).await;
    let stopped = desk.post(&format!("{case}/applications"), &[]).await;
    stopped
        .is(403)
        .shows("支援措置のため作成・発行できません")
        .shows("課長・係長");
    desk.post(&format!("{case}/guide-sheet/print"), &[]).await.is(403);
    desk.post(&format!("{case}/bundle"), &[]).await.is(403);
    desk.post(&format!("{case}/protection-lift"), &[("reason", "本人確認済み")])
        .await
        .is(403);

    let mut chief = server.signed_in(Role::SectionChief).await;
    chief
        .post(&format!("{case}/protection-lift"), &[("reason", " ")])
        .await
        .is(422);
    chief
        .post(
            &format!("{case}/protection-lift"),
            &[("reason", "本人が来庁し、確認した")],
        )
        .await
        .is(303);
    desk.get(&case)
        .await
        .is(200)
        .shows("かくれ荘")
        .shows("一時解除中")
        .shows("見本台2番3号");
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    let print = desk.post(&format!("{case}/applications/print"), &[]).await;
    print.is(303);
    let file = print.location().to_owned();
    desk.get(&file).await.is(200);
    let one = {
        let list = desk.get(&format!("{case}/applications")).await;
        versions(&list)[0].0.replace("version-", "")
    };
    let data = format!("{case}/applications/{one}/application.json");
    desk.get(&data).await.is(200);
    // It covers this case only, and locks itself again.
    desk.get(&format!("/residents/{}", head.id))
        .await
        .hides("かくれ荘");
    server.db.clock.advance(chrono::TimeDelta::minutes(16));
    desk.get(&case).await.is(200).shows("かくれ荘");
    server.db.clock.advance(chrono::TimeDelta::minutes(15));
    desk.get(&case).await.is(200).hides("かくれ荘");
    for path in ["applications/print", "bundle", "guide-sheet/print"] {
        desk.post(&format!("{case}/{path}"), &[]).await.is(403);
    }
    for path in [&file, &data, &data.replace(".json", ".txt")] {
        desk.get(path).await.is(403);
    }
    desk.get(&format!("{case}/applications/{one}/versions/1"))
        .await
        .is(403);
}

#[tokio::test]
async fn a_change_after_signing_voids_the_signature_and_says_so() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    interview(&mut desk, &case).await;
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    sign_all(&mut desk, &case).await;
    desk.get(&format!("{case}/applications"))
        .await
        .shows("署名済み")
        .hides("署名待ち");
    let page = desk.get(&format!("{case}/reception")).await;
    let mut form = received(&server, "k");
    form.push(("version", hidden(&page, "version").to_owned()));
    form.iter_mut().find(|(name, _)| *name == "building").unwrap().1 = "別の建物".into();
    let saved = send(&mut desk, &format!("{case}/reception"), &form).await;
    saved.is(303);
    desk.get(saved.location())
        .await
        .shows("署名2件が無効になりました");
    desk.get(&format!("{case}/applications"))
        .await
        .shows("署名待ち")
        .shows("前の署名は無効になりました");
    desk.get(&format!("{case}/hand-off"))
        .await
        .shows("署名がまだです");
    let page = desk.get(&format!("{case}/hand-off")).await;
    let version = hidden(&page, "version").to_owned();
    desk.post(
        &format!("{case}/hand-off"),
        &[("version", &version), ("confirm", "yes")],
    )
    .await
    .is(422);
}
