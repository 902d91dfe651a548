//! The history of a record as pages show it.

use super::*;

/// Makes the resident's present record the second entry: before it, another name and another address.
async fn earlier_entry(server: &TestServer, resident: ResidentId) {
    let here = &server.db.here;
    server.db.run(
        here,
        "INSERT INTO resident_history (tenant_id, addressee_number, history_number, resident_id, household_number,
            changed_on, change_reason, position, relationship, name, kana, kana_confirmed, birth_earliest,
            birth_latest, sex, address, address_since, resident_since, registered_domicile, family_register_head,
            state)
         SELECT tenant_id, addressee_number, 1, resident_id, '000000000000555', '2010-01-01', '転入', 1, '世帯主',
            '旧姓　花子', 'キュウセイ　ハナコ', true, birth_earliest, birth_latest, sex,
            jsonb_set(address, '{building}', '\"むかし荘\"'), address_since, resident_since, '前の本籍',
            family_register_head, 'current'
         FROM residents WHERE resident_id = $1",
        resident,
    )
    .await;
    server
        .db
        .run(
            here,
            "UPDATE residents SET history_number = 2, changed_on = '2015-04-01', change_reason = '婚姻'
         WHERE resident_id = $1",
            resident,
        )
        .await;
}

#[tokio::test]
async fn the_record_is_seen_as_of_a_day_with_what_changed() {
    let server = server().await;
    let id = server.db.here.household.members[1].id;
    earlier_entry(&server, id).await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    desk.get(&format!("/residents/{id}"))
        .await
        .is(200)
        .shows(&format!("/residents/{id}/history"));
    let path = format!("/residents/{id}/history");
    let page = desk.get(&path).await;
    page.is(200)
        .shows("婚姻")
        .shows("転入")
        .shows("<strong>氏名</strong>：<del>旧姓　花子</del>")
        .shows("<del>前の本籍</del>")
        .shows("むかし荘")
        .shows("いちばん古い記録です");
    desk.get(&format!("{path}?day=H24.1.1"))
        .await
        .is(200)
        .shows("平成24年1月1日の時点の記録")
        .shows("000000000000555")
        .shows("（1人）");
    desk.get(&format!("{path}?day=2009-12-31"))
        .await
        .is(200)
        .shows("まだ記録がありません");
    desk.get(&format!("{path}?day=きのう"))
        .await
        .is(422)
        .shows("日付として読めません");
    let there = server.db.there.household.members[0].id;
    desk.get(&format!("/residents/{there}/history")).await.is(404);
}

#[tokio::test]
async fn the_past_of_a_protected_person_tells_no_address() {
    let server = server().await;
    let household = protected_household(&server).await;
    let id = household.members[1].id;
    earlier_entry(&server, id).await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    for query in ["", "?day=2012-01-01"] {
        desk.get(&format!("/residents/{id}/history{query}"))
            .await
            .is(200)
            .shows("支援措置のため表示していません")
            .hides("むかし荘")
            .hides("かくれ荘");
    }
}
