//! Overlays: written by one person, approved by another, in force from a day, and never changed again.

use chrono::{Days, Duration};
use madoguchi_model::ids::{OverlayId, StaffId};
use madoguchi_model::overlay_state::OverlayState;
use madoguchi_store::overlays::{self, Content};
use madoguchi_store::testing::TestDatabase;
use madoguchi_store::{ChangeError, TenantTx};

fn content(hash: &str) -> Content<'_> {
    Content {
        title: "手数料の改定",
        text: "title = \"手数料の改定\"",
        hash,
    }
}

async fn begin(db: &TestDatabase) -> TenantTx {
    db.store.begin(&db.here.scope).await.unwrap()
}

async fn submitted(tx: &mut TenantTx, hash: &str, writer: StaffId) -> OverlayId {
    let id = overlays::create(tx, content(hash), writer).await.unwrap();
    overlays::submit(tx, id, 1, writer).await.unwrap();
    id
}

#[tokio::test]
async fn who_wrote_it_cannot_approve_it() {
    let db = TestDatabase::new().await;
    let (writer, other) = (db.here.staff[0].id, db.here.staff[1].id);
    let mut tx = begin(&db).await;
    let id = submitted(&mut tx, "a", writer).await;
    let today = tx.today();
    let own = overlays::approve(&mut tx, id, 2, today, writer).await;
    assert!(matches!(own, Err(ChangeError::NotAllowed(_))));
    // Another person submitting it does not let the writer approve either.
    overlays::send_back(&mut tx, id, 2, "期限を確かめてください")
        .await
        .unwrap();
    let draft = overlays::get(&mut tx, id).await.unwrap().unwrap();
    assert_eq!(
        (draft.state, &*draft.remark),
        (OverlayState::Draft, "期限を確かめてください")
    );
    overlays::submit(&mut tx, id, 3, other).await.unwrap();
    for by in [writer, other] {
        let refused = overlays::approve(&mut tx, id, 4, today, by).await;
        assert!(matches!(refused, Err(ChangeError::NotAllowed(_))));
    }
    overlays::approve(&mut tx, id, 4, today, db.here.staff[2].id)
        .await
        .unwrap();
    let approved = overlays::get(&mut tx, id).await.unwrap().unwrap();
    assert_eq!(approved.state, OverlayState::Approved);
    assert_eq!(approved.approved.unwrap().0, db.here.staff[2].id);
}

#[tokio::test]
async fn the_last_that_came_into_force_is_laid_over_the_release() {
    let db = TestDatabase::new().await;
    let (writer, approver) = (db.here.staff[0].id, db.here.staff[1].id);
    let mut tx = begin(&db).await;
    let today = tx.today();
    for (hash, from) in [("now", 0), ("later", 10), ("also now", 0)] {
        let id = submitted(&mut tx, hash, writer).await;
        overlays::approve(&mut tx, id, 2, today + Days::new(from), approver)
            .await
            .unwrap();
        tx.commit().await.unwrap();
        db.clock.advance(Duration::seconds(1));
        tx = begin(&db).await;
    }
    submitted(&mut tx, "not approved", writer).await;
    let mut on = async |days: u64| {
        overlays::in_force(&mut tx, today + Days::new(days))
            .await
            .unwrap()
            .map(|file| file.hash)
    };
    assert_eq!(on(0).await.as_deref(), Some("also now"));
    assert_eq!(on(9).await.as_deref(), Some("also now"));
    assert_eq!(on(10).await.as_deref(), Some("later"));
    assert_eq!(
        overlays::in_force(&mut tx, today - Days::new(1)).await.unwrap(),
        None
    );
    // A case that was judged by an older one still finds it.
    assert!(overlays::by_hash(&mut tx, "now").await.unwrap().is_some());
    assert!(
        overlays::by_hash(&mut tx, "not approved")
            .await
            .unwrap()
            .is_none()
    );
    let numbers: Vec<i32> = overlays::list(&mut tx)
        .await
        .unwrap()
        .iter()
        .map(|one| one.number)
        .collect();
    assert_eq!(numbers, [4, 3, 2, 1]);
}

#[tokio::test]
async fn what_is_approved_is_not_written_again() {
    let db = TestDatabase::new().await;
    let (writer, approver) = (db.here.staff[0].id, db.here.staff[1].id);
    let mut tx = begin(&db).await;
    let today = tx.today();
    let id = submitted(&mut tx, "a", writer).await;
    let early = overlays::approve(&mut tx, id, 2, today - Days::new(1), approver).await;
    assert!(matches!(early, Err(ChangeError::NotAllowed(_))));
    overlays::approve(&mut tx, id, 2, today, approver).await.unwrap();
    let written = overlays::save(&mut tx, id, 3, content("b"), writer).await;
    assert!(matches!(written, Err(ChangeError::NotAllowed(_))));
    let taken_back = overlays::withdraw(&mut tx, id, 3, "誤り").await;
    assert!(
        matches!(taken_back, Err(ChangeError::NotAllowed(_))),
        "it is in force"
    );

    let planned = submitted(&mut tx, "b", writer).await;
    overlays::approve(&mut tx, planned, 2, today + Days::new(1), approver)
        .await
        .unwrap();
    overlays::withdraw(&mut tx, planned, 3, "延期").await.unwrap();
    let tomorrow = overlays::in_force(&mut tx, today + Days::new(1))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(tomorrow.hash, "a");
}

#[tokio::test]
async fn two_who_write_at_once_do_not_lose_anything() {
    let db = TestDatabase::new().await;
    let (one, other) = (db.here.staff[0].id, db.here.staff[1].id);
    let mut tx = begin(&db).await;
    let id = overlays::create(&mut tx, content("a"), one).await.unwrap();
    overlays::save(&mut tx, id, 1, content("b"), one).await.unwrap();
    let stale = overlays::save(&mut tx, id, 1, content("c"), other).await;
    assert!(
        matches!(stale, Err(ChangeError::Stale { changed_by, version: 2, .. }) if changed_by == Some(one))
    );
    assert_eq!(
        overlays::get(&mut tx, id).await.unwrap().unwrap().content_hash,
        "b"
    );
}
