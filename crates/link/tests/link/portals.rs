//! Files of portals: what is read of each, and what is refused.

use madoguchi_link::portals::{Bounds, Mapping, Notices, ReadError, ZipError, entries, read};
use madoguchi_model::case::LifeEvent;
use madoguchi_model::prepared_case::NoticeSource;
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::Sex;

fn of(id: &str, bytes: &[u8]) -> Result<Notices, ReadError> {
    read(Mapping::find(id).unwrap(), bytes, Bounds::default())
}

/// A zip whose files are stored as they are.
pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let at = u32::try_from(zip.len()).unwrap();
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        let size = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        let mut common = vec![20, 0, 0, 8, 0, 0, 0, 0, 0, 0];
        common.extend(crc.sum().to_le_bytes());
        common.extend([size, size].concat());
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        zip.extend([b"PK\x03\x04", &*common, name.as_bytes(), bytes].concat());
        directory.extend(
            [
                b"PK\x01\x02\x14\x00",
                &*common,
                &[0; 10],
                &at.to_le_bytes(),
                name.as_bytes(),
            ]
            .concat(),
        );
    }
    let (at, count) = (
        u32::try_from(zip.len()).unwrap(),
        u16::try_from(files.len()).unwrap().to_le_bytes(),
    );
    let length = u32::try_from(directory.len()).unwrap().to_le_bytes();
    let end = [
        b"PK\x05\x06\0\0\0\0",
        &count[..],
        &count,
        &length,
        &at.to_le_bytes(),
        &[0, 0],
    ]
    .concat();
    [zip, directory, end].concat()
}

const APPLICATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<電子申請 xmlns=\"urn:sample\"><申請>
  <受付番号>MP-0001</受付番号><手続コード>0001</手続コード><手続名>児童手当の認定請求</手続名>
  <申請者><氏名>辻\u{e0100} 太郎</氏名><氏名フリガナ>つじ たろう</氏名フリガナ><生年月日>昭和59年4月2日</生年月日>
    <性別>男</性別><住所><都道府県>見本県</都道府県><市区町村>みほん市</市区町村></住所></申請者>
  <口座><銀行>みほん銀行</銀行></口座><児童>一郎</児童><児童>桜</児童>
</申請></電子申請>";

#[test]
fn an_application_of_the_portal_comes_with_its_attachments() {
    let zip = zipped(&[
        ("MP-0001/申請データ.xml", APPLICATION.as_bytes()),
        ("MP-0001/添付/住民票.pdf", b"%PDF-1.7"),
        ("MP-0002/x.pdf", b"another's"),
    ]);
    let found = of("myna_portal", &zip).unwrap();
    assert_eq!(found.problems, []);
    let case = &found.taken[0].case;
    assert_eq!(
        (case.source, &*case.receipt_number),
        (NoticeSource::MynaPortal, "MP-0001")
    );
    assert_eq!(case.events, [LifeEvent::Birth]);
    let person = &case.people[0];
    assert_eq!(
        person.name.written, "辻\u{e0100}\u{3000}太郎",
        "as it was written, parted as the register parts it"
    );
    assert_eq!(person.name.kana, "ツジ\u{3000}タロウ");
    assert_eq!(
        person.birth_date,
        Some(RegisterDate::Known("1984-04-02".parse().unwrap()))
    );
    assert_eq!(person.sex, Some(Sex::Male));
    assert_eq!(case.new_address.as_ref().unwrap().city, "みほん市");
    assert_eq!(case.attachments.len(), 1);
    assert_eq!(
        (&*case.attachments[0].name, case.attachments[0].bytes),
        ("MP-0001/添付/住民票.pdf", 8)
    );
    let others: Vec<(&str, &str)> = case
        .others
        .iter()
        .map(|(item, value)| (&**item, &**value))
        .collect();
    assert_eq!(
        others,
        [("児童", "一郎"), ("児童[2]", "桜"), ("口座/銀行", "みほん銀行")],
        "nothing is lost"
    );
}

#[test]
fn a_family_that_will_come_is_read_from_its_visit_notice() {
    let csv = "受付番号,状態,届出者氏名,届出者生年月日,異動予定日,来庁予定日,来庁予定時間帯,旧住所都道府県,旧住所市区町村,\
               新住所郵便番号,新住所町字,転出予定日,異動者1氏名,異動者1続柄,異動者2氏名,異動者2生年月日,異動者2性別,異動者2来庁,連絡事項\r\n\
               H-1,受付,辻　太郎,1984-04-02,R8.12.1,2026/12/3,午前,となり県,となり市,000-0001,本町一丁目,2026-11-30,\
               辻 太郎,世帯主,辻　花子,S61.11.30,女,○,車で行きます\r\n\
               H-2,取下げ,山田 一,,,,,,,,,,,,,,,,\r\n\
               ,受付,名前,,,,,,,,,,,,,,,,\r\n\
               H-4,受付,山田 一,いつか,,32日,,,,,,,,,,,,,\r\n";
    let found = of("one_stop_visit", csv.as_bytes()).unwrap();
    let numbers: Vec<&str> = found.taken.iter().map(|one| &*one.case.receipt_number).collect();
    assert_eq!(numbers, ["H-1", "H-2", "H-4"]);
    let case = &found.taken[0].case;
    assert_eq!(case.events, [LifeEvent::MoveIn]);
    assert_eq!(case.people.len(), 2, "who applies is not there twice");
    assert_eq!(
        (&*case.people[0].relationship, case.people[1].visits),
        ("世帯主", true)
    );
    assert_eq!(case.moved_on, Some("2026-12-01".parse().unwrap()));
    assert_eq!(case.visit_on, Some("2026-12-03".parse().unwrap()));
    assert_eq!(case.new_address.as_ref().unwrap().postcode, "0000001");
    assert_eq!(case.answers["visit/planned_move_out_on"], "2026-11-30");
    assert_eq!(case.others["連絡事項"], "車で行きます");
    assert!(found.taken[1].case.withdrawn && !case.withdrawn);
    let told: Vec<(u64, &str, bool)> = found
        .problems
        .iter()
        .map(|one| (one.place, &*one.item, one.refused))
        .collect();
    assert_eq!(
        told,
        [
            (4, "受付番号", true),
            (5, "届出者生年月日", false),
            (5, "来庁予定日", false)
        ]
    );
}

#[test]
fn exports_of_electronic_applications_are_read_in_their_encodings() {
    let text = "受付番号,フォーム名,ステータス,氏名,氏名（フリガナ）,性別,備考\r\n1,転入の予約,受付,髙橋 花,たかはし はな,女性,\"二行の\r\n備考\"\r\n";
    let (bytes, _, lost) = encoding_rs::SHIFT_JIS.encode(text);
    assert!(!lost);
    let found = of("logoform", &bytes).unwrap();
    assert_eq!(found.taken[0].case.people[0].name.written, "髙橋\u{3000}花");
    assert_eq!(found.taken[0].case.others["備考"], "二行の\r\n備考");
    for (id, number) in [("graffer", "申請番号"), ("kintone", "レコード番号")] {
        let csv = format!("{number},氏名\r\n7,山田 一\r\n");
        assert_eq!(
            of(id, csv.as_bytes()).unwrap().taken[0].case.receipt_number,
            "7",
            "{id}"
        );
    }
}

#[test]
fn files_that_would_harm_are_refused() {
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><申請>&b;</申請>";
    let zip = zipped(&[("a.xml", bomb.as_bytes())]);
    assert!(matches!(of("myna_portal", &zip), Err(ReadError::Xml)));
    assert!(matches!(
        of("myna_portal", b"no zip"),
        Err(ReadError::Zip(ZipError::Broken))
    ));
    assert!(matches!(
        of("myna_portal", &zipped(&[("a.pdf", b"x")])),
        Err(ReadError::NoData)
    ));
    let small = Bounds {
        bytes: 1_000_000,
        files: 1,
        applications: 1,
    };
    let two = zipped(&[("a.xml", b"<a/>"), ("b.xml", b"<a/>")]);
    let mapping = Mapping::find("myna_portal").unwrap();
    assert!(matches!(
        read(mapping, &two, small),
        Err(ReadError::Zip(ZipError::TooMuch))
    ));
    assert_eq!(
        entries(&two, 2, 7),
        Err(ZipError::TooMuch),
        "what it says it unpacks to counts"
    );
    // A directory that lies about the size, or the sum.
    let good = zipped(&[("a.xml", b"<a/>")]);
    for at in 0..good.len() {
        let mut broken = good.clone();
        broken[at] ^= 0x41;
        let _ = entries(&broken, 10, 1_000);
        let _ = of("myna_portal", &broken[..at]);
    }
    let rows = "受付番号,届出者氏名\r\n".to_owned() + &"1,山田 一\r\n".repeat(3);
    let few = Bounds {
        applications: 2,
        ..Bounds::default()
    };
    assert!(matches!(
        read(Mapping::find("one_stop_visit").unwrap(), rows.as_bytes(), few),
        Err(ReadError::TooMuch)
    ));
    assert!(matches!(
        of("one_stop_visit", "受付番号\r\n".as_bytes()),
        Err(ReadError::File(_))
    ));
}

#[test]
fn every_mapping_is_read_and_wrong_ones_are_told() {
    assert_eq!(Mapping::all().len(), 6);
    let text = Mapping::text("one_stop_visit").unwrap();
    for (from, to) in [
        ("id = \"one_stop_visit\"", "id = \"One Stop\""),
        ("receipt_number = \"受付番号\"", "receipt_number = \"\""),
        ("name = \"異動者{n}氏名\"", "name = \"異動者氏名\""),
        ("shape = \"csv\"", "shape = \"zip_csv\""),
        ("[fields]", "[fields]\nno_such = \"x\""),
    ] {
        assert!(Mapping::parse(&text.replacen(from, to, 1)).is_err(), "{from}");
    }
}
