//! Programs that use the API: their clients, keys, tokens and kept answers.

use std::collections::BTreeSet;

use chrono::Duration;
use madoguchi_model::api_client::Scope;
use madoguchi_model::ids::{ApiClientId, ApiKeyId};
use madoguchi_model::staff::Role;
use madoguchi_store::api_clients::ClientSettings;
use madoguchi_store::api_keys::NewKey;
use madoguchi_store::api_replies::Reply;
use madoguchi_store::testing::{Sample, TestDatabase};
use madoguchi_store::{
    ChangeError, TenantTx, api_clients, api_keys, api_replies, api_tokens, staff, statistics,
};

use super::calls::call;

/// A client of the filled tenant.
pub(crate) struct Program {
    pub(crate) client: ApiClientId,
    key: ApiKeyId,
}

fn settings(of: &Sample) -> ClientSettings {
    ClientSettings {
        name: "試験".into(),
        purpose: "試験".into(),
        role: Role::FrontDesk,
        section_id: of.sections[0].id,
        scopes: vec![Scope::CasesRead],
        requests_per_minute: 1,
        active: true,
    }
}

fn reply() -> Reply {
    Reply {
        status: 200,
        etag: None,
        location: None,
        body: b"{}".to_vec(),
    }
}

pub(crate) async fn fill(tx: &mut TenantTx, here: &Sample) -> Program {
    let (by, ends) = (here.staff(Role::Administrator).id, tx.now() + Duration::days(1));
    let client = api_clients::create(tx, &settings(here), by).await.unwrap();
    let key = api_keys::add(tx, client, &NewKey::Secret([1; 32]), ends, by)
        .await
        .unwrap();
    api_tokens::issue(tx, key, [1; 32], &[Scope::CasesRead], ends)
        .await
        .unwrap();
    assert!(api_tokens::use_assertion(tx, client, "one", ends).await.unwrap());
    api_replies::claim(tx, client, "key", [1; 32]).await.unwrap();
    api_replies::keep(tx, client, "key", &reply()).await.unwrap();
    Program { client, key }
}

macro_rules! not_found {
    ($($call:tt)*) => {
        assert!(matches!(call!($($call)*), Err(ChangeError::NotFound)), stringify!($($call)*))
    };
}

pub(crate) async fn from_elsewhere(db: &TestDatabase, of: &Program, covered: &mut BTreeSet<String>) {
    let (here, there) = (&db.here, &db.there);
    let by = there.staff(Role::Administrator).id;
    let ends = db.store.clock().now() + Duration::days(1);
    assert!(call!(db, covered, api_clients::list()).unwrap().is_empty());
    assert!(call!(db, covered, api_clients::get(of.client)).unwrap().is_none());
    not_found!(db, covered, api_clients::create(&settings(here), by));
    not_found!(db, covered, api_clients::update(of.client, 1, &settings(there)));
    let account = {
        let mut tx = db.store.begin(&here.scope).await.unwrap();
        api_clients::get(&mut tx, of.client)
            .await
            .unwrap()
            .unwrap()
            .staff_id
    };
    assert!(call!(db, covered, staff::get_person(account)).unwrap().is_none());
    assert!(
        call!(db, covered, api_keys::of_client(of.client))
            .unwrap()
            .is_empty()
    );
    let key = NewKey::Secret([2; 32]);
    not_found!(db, covered, api_keys::add(of.client, &key, ends, by));
    not_found!(db, covered, api_keys::revoke(of.client, of.key));
    not_found!(db, covered, api_tokens::issue(of.key, [2; 32], &[], ends));
    assert!(call!(db, covered, api_tokens::find([1; 32])).unwrap().is_none());
    not_found!(db, covered, api_tokens::use_assertion(of.client, "two", ends));
    assert_eq!(call!(db, covered, api_tokens::remove_expired()).unwrap(), 0);
    not_found!(db, covered, api_replies::claim(of.client, "key", [1; 32]));
    not_found!(db, covered, api_replies::keep(of.client, "key", &reply()));
    assert_eq!(call!(db, covered, api_replies::remove_before(ends)).unwrap(), 0);
    let (first, last) = ("2000-01-01".parse().unwrap(), "2100-01-01".parse().unwrap());
    let days = call!(db, covered, statistics::by_day(first, last)).unwrap();
    assert_eq!(
        days.iter().map(|day| day.opened).sum::<i64>(),
        1,
        "the own case only"
    );
}
