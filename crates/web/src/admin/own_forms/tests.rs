//! From an upload to an application printed on the municipality's own paper.

use madoguchi_forms::{FontPaths, Fonts, FormDefinition, PdfMeta, blank, pdf};
use madoguchi_model::municipality::Municipality;
use madoguchi_model::staff::Role;
use madoguchi_store::own_forms;

use crate::testing::{Browser, HERE, TestServer};

/// A form as any program would export it.
pub(crate) fn paper() -> Vec<u8> {
    let fonts = Fonts::load(&FontPaths::default()).unwrap();
    let municipality = Municipality {
        code: "999997".into(),
        prefecture: "みほん県".into(),
        name: "みほん市".into(),
        kana: "ミホンシ".into(),
    };
    let form = FormDefinition::find("seal_registration_application").unwrap();
    let meta = PdfMeta {
        title: "様式".into(),
        created_at: chrono::DateTime::from_timestamp(1_795_500_000, 0).unwrap(),
        document_id: "test".into(),
        author: "みほん市".into(),
    };
    pdf(&[blank(form, &municipality, &fonts)], &fonts, &meta).unwrap()
}

async fn uploaded(admin: &mut Browser, title: &str, file: &[u8]) -> crate::testing::Answer {
    admin.upload("/admin/own-forms", &[("title", title)], file).await
}

#[tokio::test]
async fn a_file_that_cannot_be_used_keeps_what_was_typed() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let answer = uploaded(&mut admin, "住民異動届", b"PK\x03\x04").await;
    answer
        .is(422)
        .shows("WordやExcelなど")
        .shows("value=\"住民異動届\"");
    let answer = uploaded(&mut admin, "", &paper()).await;
    answer.is(422).shows("様式名を入力してください");
    let answer = uploaded(&mut admin, "様式", &vec![b' '; 11 * 1024 * 1024]).await;
    answer.is(422).shows("ファイルが大きすぎます（11MB）");
    admin.get("/admin/own-forms").await.shows("まだ様式はありません");
}

#[tokio::test]
async fn an_edition_goes_from_one_administrator_to_another_and_is_never_changed() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let answer = uploaded(&mut admin, "印鑑登録申請書", &paper()).await;
    answer.is(303);
    let href = answer.location().to_owned();
    admin.get(&href).await.is(200).shows("直すところ");
    admin.get(&format!("{href}/pages/1.png")).await.is(200);
    admin.get(&format!("{href}/pages/2.png")).await.is(404);
    let places = format!("{href}/places/1");
    admin.get(&places).await.is(200).shows("1ページ目の欄");

    // One place is kept; another has a mistake, and then nothing is lost.
    let place = [
        ("version", "1"),
        ("count", "1"),
        ("p0-label", "氏名"),
        ("p0-key", "applicant.name"),
        ("p0-kind", "text"),
        ("p0-x", "40"),
        ("p0-y", "30"),
        ("p0-w", "100"),
        ("p0-h", "10"),
    ];
    let mut wrong = place;
    wrong[5].1 = "とても左";
    let answer = admin.post(&places, &wrong).await;
    answer
        .is(422)
        .shows("のような数字（mm）")
        .shows("value=\"とても左\"");
    admin.post(&places, &place).await.is(303);
    let settings = [
        ("version", "2"),
        ("title", "印鑑登録申請書"),
        ("replaces", "seal_registration_application"),
    ];
    admin.post(&format!("{href}/settings"), &settings).await.is(303);
    admin.post(&format!("{href}/settings"), &settings).await.is(409);
    for sample in ["usual", "long", "rare", "blank"] {
        admin.get(&format!("{href}/try?sample={sample}")).await.is(200);
        admin
            .get(&format!("{href}/try/1.svg?sample={sample}"))
            .await
            .is(200);
    }
    let filled = admin.get(&format!("{href}/try.pdf")).await;
    assert!(filled.is(200).html.starts_with("%PDF-1.7"));

    let publish = format!("{href}/publish");
    let today = [("version", "3"), ("in_force_from", "2099-04-01")];
    admin
        .post(&publish, &today)
        .await
        .is(409)
        .shows("ほかの管理者に頼んでください");
    let second = server.second_administrator().await;
    let mut other = server.signed_in_as(&server.db.here, &second, HERE).await;
    let past = [("version", "3"), ("in_force_from", "2000-04-01")];
    other
        .post(&publish, &past)
        .await
        .is(422)
        .shows("今日より前の日は選べません");
    other.post(&publish, &today).await.is(303);
    admin.post(&places, &place).await.is(409);

    let mut tx = server.db.store.begin(&server.db.here.scope).await.unwrap();
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    assert!(
        own_forms::in_force(&mut tx, day("2099-03-31"))
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(
        own_forms::in_force(&mut tx, day("2099-04-01"))
            .await
            .unwrap()
            .len(),
        1
    );
    drop(tx);
    let copy = admin.post(&format!("{href}/copy"), &[]).await;
    admin.get(copy.is(303).location()).await.shows("第2版");
    admin
        .post(&format!("{href}/withdraw"), &[("version", "4")])
        .await
        .is(303);
    admin.get(&href).await.shows("使用終了");
}
