//! Places: a folder, and an object storage in this process that checks signatures.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod storage;

use std::io::Read;
use std::path::PathBuf;

use madoguchi_link::places::{Away, Place, PlaceError, Places, Spool};
use storage::Storage;

/// A directory of this test's own, removed at the end.
struct Own(PathBuf);

impl Own {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("madoguchi-places-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn folder(own: &Own) -> Places {
    let text = format!(
        "[places.core]\ntitle = \"住基\"\nfolder = \"{}\"\n",
        own.0.display()
    );
    Places::parse(&text, &|_| None).unwrap()
}

async fn read(place: &Place, from: Option<Away>, name: &str) -> String {
    let mut file = place.open(from, name).await.unwrap();
    tokio::task::spawn_blocking(move || {
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        text
    })
    .await
    .unwrap()
}

async fn names(place: &Place) -> Vec<String> {
    let items = place.list().await.unwrap();
    items.into_iter().map(|item| item.name).collect()
}

/// What is asked of every place: `here` is the municipality's folder, `filed` the one below it.
async fn files_come_and_go(here: &Place, taken: &Place) {
    for text in ["one", "two"] {
        assert_eq!(here.put(None, "a.csv", text.into()).await.unwrap(), "a.csv");
        here.put(None, "a.csv.done", Vec::new()).await.unwrap();
        let items = here.list().await.unwrap();
        assert!(
            items.len() == 1 && items[0].complete && items[0].bytes == 3,
            "{items:?}"
        );
        assert_eq!(read(here, None, "a.csv").await, text);
        here.file_away(None, "a.csv", Away::Taken).await.unwrap();
        assert_eq!(names(here).await, <[&str; 0]>::default());
    }
    assert_eq!(
        names(taken).await,
        ["a.2.csv", "a.csv"],
        "nothing is written over"
    );
    assert_eq!(read(here, Some(Away::Taken), "a.csv").await, "one");
    assert_eq!(read(here, Some(Away::Taken), "a.2.csv").await, "two");
    here.put(Some(Away::NotTaken), "b.csv", b"three".into())
        .await
        .unwrap();
    here.file_away(Some(Away::NotTaken), "b.csv", Away::Taken)
        .await
        .unwrap();
    assert_eq!(names(taken).await, ["a.2.csv", "a.csv", "b.csv"]);
    assert_eq!(
        here.file_away(None, "no.csv", Away::Taken).await,
        Err(PlaceError::NoFile("no.csv".into()))
    );
    assert!(matches!(
        here.open(None, "../a.csv").await,
        Err(PlaceError::Outside(_))
    ));
    put_once_is_once(here).await;
}

async fn put_once_is_once(here: &Place) {
    for _ in 0..2 {
        here.put_once("once.csv", b"same".into()).await.unwrap();
    }
    let other = here.put_once("once.csv", b"other".into()).await;
    assert_eq!(other, Err(PlaceError::Other("once.csv".into())));
    assert_eq!(here.read(None, "once.csv", 100).await.unwrap(), b"same");
    assert_eq!(here.read(None, "once.csv", 2).await.unwrap(), b"sa");
    assert!(names(here).await.contains(&"once.csv".to_owned()));
    assert!(matches!(
        here.put_once("../once.csv", Vec::new()).await,
        Err(PlaceError::Outside(_))
    ));
}

#[tokio::test]
async fn files_of_a_folder_come_and_go() {
    let own = Own::new("folder");
    let places = folder(&own);
    std::fs::create_dir_all(own.0.join("000019/juki")).unwrap();
    let here = places.at("core", "000019", "juki").unwrap();
    let taken = places.at("core", "000019", "juki/済").unwrap();
    files_come_and_go(&here, &taken).await;
}

#[tokio::test]
async fn a_folder_leads_nowhere_else() {
    let own = Own::new("outside");
    let places = folder(&own);
    for folder in ["000019", "000027"] {
        std::fs::create_dir_all(own.0.join(folder)).unwrap();
    }
    std::fs::write(own.0.join("000027/secret.csv"), "x").unwrap();
    std::os::unix::fs::symlink("../000027", own.0.join("000019/link")).unwrap();
    std::os::unix::fs::symlink("../000027/secret.csv", own.0.join("000019/a.csv")).unwrap();
    let linked = places.at("core", "000019", "link").unwrap();
    assert_eq!(linked.list().await, Err(PlaceError::Outside("link".into())));
    let here = places.at("core", "000019", "").unwrap();
    assert_eq!(names(&here).await, ["link"; 0]);
    assert!(matches!(
        here.open(None, "a.csv").await,
        Err(PlaceError::Outside(_))
    ));
    let gone = places.at("core", "000019", "gone").unwrap();
    let told = gone.list().await.unwrap_err();
    assert_eq!(
        told.to_string(),
        "フォルダー「gone」がありません。なくなったか、名前が変わっていないか確かめてください。"
    );
}

#[tokio::test]
async fn files_of_an_object_storage_come_and_go() {
    let own = Own::new("storage");
    let storage = Storage::start(&own.0).await;
    let places = storage.places("secret");
    let here = places.at("cloud", "000019", "juki").unwrap();
    let taken = places.at("cloud", "000019", "juki/済").unwrap();
    assert_eq!(here.list().await.unwrap(), []);
    files_come_and_go(&here, &taken).await;
    let other = places.at("cloud", "000027", "juki").unwrap();
    assert_eq!(other.list().await.unwrap(), [], "each has its own part");
    // More than is read ahead.
    let long = "0123456789abcdef".repeat(200_000);
    here.put(None, "long.csv", long.clone().into()).await.unwrap();
    assert_eq!(read(&here, None, "long.csv").await, long);
}

#[tokio::test]
async fn a_wrong_key_is_told_without_the_key() {
    let own = Own::new("key");
    let storage = Storage::start(&own.0).await;
    let places = storage.places("another");
    let here = places.at("cloud", "000019", "juki").unwrap();
    let told = here.list().await.unwrap_err();
    assert_eq!(told, PlaceError::Denied("クラウド".into()));
    assert!(!told.to_string().contains("another"));
}

#[tokio::test]
async fn the_spool_keeps_what_was_given_to_its_end() {
    let own = Own::new("spool");
    let spool = Spool::open(&own.0.join("spool")).unwrap();
    let id = |n: u128| uuid::Uuid::from_u128(n);
    let mut given = spool.begin(id(1)).await.unwrap();
    given.write(b"ab").await.unwrap();
    given.write(b"c").await.unwrap();
    let given = given.finish().await.unwrap();
    assert_eq!(given.bytes, 3);
    assert_eq!(
        given.digest,
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    let mut text = String::new();
    spool.read(&given.key).unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "abc");
    let mut torn = spool.begin(id(2)).await.unwrap();
    torn.write(b"x").await.unwrap();
    drop(torn);
    assert_eq!(std::fs::read_dir(own.0.join("spool")).unwrap().count(), 1);
    assert!(spool.read("../spool").is_err());
    spool.remove(&given.key).unwrap();
    spool.remove(&given.key).unwrap();
    assert!(spool.read(&given.key).is_err());
}
