//! The search box's page, where there are more people than one page shows.

use madoguchi_model::ids::new_uuid;
use madoguchi_model::name::WrittenName;
use madoguchi_store::testing::{CountingEntropy, resident};

use super::*;

/// Loads so many people of one family name, each alone.
async fn many(server: &TestServer, count: usize) {
    let (clock, entropy) = (&*server.state.clock, CountingEntropy::starting_at(1 << 50));
    let households: Vec<Household> = (0..count)
        .map(|n| {
            let number = format!("{:015}", 700_000 + n);
            let name = WrittenName {
                written: format!("桐生\u{3000}{n:03}"),
                kana: format!("キリュウ\u{3000}{n:03}"),
                kana_confirmed: true,
            };
            let id = HouseholdId(new_uuid(clock, &entropy));
            let person = resident(ResidentId(new_uuid(clock, &entropy)), id, &number, name);
            Household {
                id,
                household_number: number,
                members: vec![person],
            }
        })
        .collect();
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    load::households(&mut tx, &households).await.unwrap();
    tx.commit().await.unwrap();
}

/// The numbers of the people on the page, in its order.
fn shown(page: &Answer) -> Vec<usize> {
    let rows = page.html.split("桐生\u{3000}").skip(1);
    let mut numbers: Vec<usize> = rows.filter_map(|row| row.get(..3)?.parse().ok()).collect();
    // A name stands twice in a row: as the person's and as the head's.
    numbers.dedup();
    numbers
}

#[tokio::test]
async fn who_is_not_on_the_first_page_is_on_the_next() {
    let server = server().await;
    many(&server, 120).await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let first = desk.get("/residents?q=桐生").await;
    first
        .is(200)
        .shows("50人まで表示しています")
        .shows("次の50人")
        .hides("前の50人");
    let second = desk.get("/residents?q=桐生&page=2").await;
    second
        .is(200)
        .shows("51人目から100人目までを表示しています")
        .shows("前の50人")
        .shows("次の50人");
    let third = desk.get("/residents?q=桐生&page=3").await;
    third
        .is(200)
        .shows("101人目から120人目までを表示しています")
        .hides("次の50人");
    let all: Vec<usize> = [first, second, third].iter().flat_map(shown).collect();
    assert_eq!(all, (0..120).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_page_that_is_none_is_the_nearest_one() {
    let server = server().await;
    many(&server, 60).await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    for (page, first) in [("0", 0), ("x", 0), ("-1", 0), ("2", 50)] {
        let found = desk.get(&format!("/residents?q=桐生&page={page}")).await;
        found.is(200);
        assert_eq!(shown(&found).first(), Some(&first), "{page}");
    }
    desk.get("/residents?q=桐生&page=4")
        .await
        .is(200)
        .shows("前の50人");
}
