//! An address by its choices: postcode → town → number → building; and what is offered after new national data.

use madoguchi_import::{PlaceOutcome, PlaceReader};
use madoguchi_store::cases;
use madoguchi_synthetic::reference;
use serde_json::Value;

use super::*;

/// The owner loads a file, as `madoguchi import postcode` and `madoguchi import abr` do.
async fn take(server: &TestServer, text: &str) {
    let mut reader = PlaceReader::new(text.as_bytes(), "2026-11-28".parse().unwrap()).unwrap();
    let mut load = server.db.owner.load_places(reader.kind()).await.unwrap();
    while let Some(outcome) = reader.read().unwrap() {
        let PlaceOutcome::Rows(rows) = outcome else {
            panic!("{outcome:?}")
        };
        for row in &rows {
            load.take(row).await.unwrap();
        }
    }
    let now = server.state.clock.now();
    load.finish("digest", 0, now, false).await.unwrap();
}

/// The places of the invented municipality, as those of the test's.
fn postcodes() -> String {
    reference::postcodes().replace("99201,", "00001,")
}

/// What is offered for a field: the labels, and what choosing the first fills in.
async fn offered(desk: &mut Browser, part: &str, typed: &[(&str, &str)]) -> (Vec<String>, Value) {
    let form = [&[("part", part)], typed].concat();
    let answer = desk.post("/addresses/choices", &form).await;
    answer.is(200);
    let body: Value = serde_json::from_slice(&answer.bytes).unwrap();
    let choices = body["choices"].as_array().unwrap();
    let label = |choice: &Value| choice["label"].as_str().unwrap().to_owned();
    let first = choices.first().map(|choice| choice["fill"].clone());
    (choices.iter().map(label).collect(), first.unwrap_or_default())
}

/// A household in a room of a building.
async fn neighbours(server: &TestServer) {
    let (clock, entropy) = (&*server.state.clock, &*server.state.entropy);
    let id = HouseholdId::new(clock, entropy);
    let mut household = household(id, "77", || ResidentId::new(clock, entropy));
    for member in &mut household.members {
        member.address.building = "見本ハイツ 101号室".into();
    }
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    load::households(&mut tx, std::slice::from_ref(&household))
        .await
        .unwrap();
    tx.commit().await.unwrap();
}

const HERE: (&str, &str) = ("place", "here");

#[tokio::test]
async fn an_address_is_chosen_from_postcode_to_building() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    let by_postcode = [HERE, ("postcode", "９９９－０００１")];
    assert!(offered(&mut desk, "postcode", &by_postcode).await.0.is_empty());
    take(&server, &postcodes()).await;
    for of_registry in [reference::towns(), reference::residences()] {
        take(&server, &of_registry.replace("992011", "000019")).await;
    }

    // What was loaded is offered at once, to who has signed in before.
    let (towns, fill) = offered(&mut desk, "postcode", &by_postcode).await;
    assert_eq!(towns, ["本町一丁目"]);
    assert_eq!(
        (&fill["town"], &fill["postcode"]),
        (&"本町一丁目".into(), &"999-0001".into())
    );
    for typed in ["本町1", "ほんちょう", "honcho"] {
        let (towns, _) = offered(&mut desk, "town", &[HERE, ("town", typed)]).await;
        assert_eq!(towns, ["本町一丁目"], "{typed}");
    }
    let here = [HERE, ("postcode", "999-0001"), ("town", "本町一丁目")];
    let (numbers, fill) = offered(&mut desk, "block", &[&here[..], &[("block", "2")]].concat()).await;
    assert_eq!((&*numbers[0], &fill["block"]), ("2番1号", &"2番1号".into()));
    assert!(numbers.iter().all(|number| number.starts_with('2')));

    // A building of the register, without the room; 方書 stays a field of its own.
    neighbours(&server).await;
    let at = [&here[..], &[("block", "2番3号")]].concat();
    let (buildings, fill) = offered(&mut desk, "building", &at).await;
    assert_eq!(buildings, ["見本ハイツ"]);
    assert_eq!(fill, serde_json::json!({ "building": "見本ハイツ" }));

    let case = open_case(&server, &mut desk, "k").await;
    let id = case.rsplit('/').next().unwrap().parse().unwrap();
    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let case = cases::get(&mut tx, id).await.unwrap().unwrap();
    let new = case.new_address.unwrap().address;
    assert_eq!(
        (&*new.town, &*new.block, &*new.building),
        ("見本台", "2番3号", "見本ハイツ101")
    );
}

#[tokio::test]
async fn new_data_take_the_place_of_the_old() {
    let server = server().await;
    let mut desk = server.signed_in(Role::FrontDesk).await;
    take(&server, &postcodes()).await;
    let outside = |postcode| [("place", "outside"), ("postcode", postcode)];
    let (found, fill) = offered(&mut desk, "postcode", &outside("5300001")).await;
    assert_eq!((found.len(), &fill["city"]), (1, &"大阪府大阪市北区".into()));
    let (found, _) = offered(&mut desk, "postcode", &outside("5300099")).await;
    assert!(found.is_empty());
    let moved = "27127,\"530  \",\"5300099\",\"オオサカフ\",\"オオサカシキタク\",\"アタラシマチ\",\"大阪府\",\"大阪市北区\",\"新町\",0,0,0,0,0,0\r\n";
    take(&server, &moved.repeat(2)).await;
    let (found, fill) = offered(&mut desk, "postcode", &outside("5300099")).await;
    assert_eq!((found.len(), &fill["rest"]), (1, &"新町".into()));
    assert!(
        offered(&mut desk, "postcode", &outside("5300001"))
            .await
            .0
            .is_empty()
    );
    assert_eq!(
        offered(&mut desk, "postcode", &outside("2310017")).await.0.len(),
        1
    );
}
