//! Work that comes back, and who sees it.

use super::*;

#[tokio::test]
async fn work_that_was_sent_back_shows_its_reason_and_is_handed_off_again() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    interview(&mut desk, &case).await;
    desk.post(&format!("{case}/applications"), &[]).await.is(303);
    sign_all(&mut desk, &case).await;
    hand_off(&server, &mut desk, &case).await;
    let item = items(&server, &case).await.remove(0);
    let path = format!("/queue/{}", item.id);
    let mut office = office(&server, item.section_id).await;
    let version = |page: &Answer| hidden(page, "version").to_owned();
    let page = office.get(&path).await;
    // The front desk may look, and not act.
    desk.get(&path).await.is(200).hides("引き取る");
    desk.post(&format!("{path}/take"), &[("version", &version(&page))])
        .await
        .is(403);
    office
        .post(&format!("{path}/take"), &[("version", &version(&page))])
        .await
        .is(303);
    office
        .post(&format!("{path}/take"), &[("version", &version(&page))])
        .await
        .is(409);
    let page = office.get(&path).await;
    office
        .post(
            &format!("{path}/send-back"),
            &[("version", &version(&page)), ("reason", "")],
        )
        .await
        .is(422);
    let form = [
        ("version", version(&page)),
        ("reason", "方書を確かめてください".to_owned()),
    ];
    send(&mut office, &format!("{path}/send-back"), &form)
        .await
        .is(303);
    desk.get(&case)
        .await
        .is(200)
        .shows("差し戻されました")
        .shows("方書を確かめてください")
        .shows("引継ぎを確かめる");
    hand_off(&server, &mut desk, &case).await;
    office.get(&path).await.is(200).shows("引き取る");
}

#[tokio::test]
async fn a_back_office_sees_only_what_was_handed_to_its_section() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let case = open_case(&server, &mut desk, "k").await;
    let mut office = server.signed_in(Role::BackOffice).await;
    office.get(&case).await.is(403);
    let head = &server.db.here.household.members[0];
    office.get(&format!("/residents/{}", head.id)).await.is(403);
}
