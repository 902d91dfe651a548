//! Own layouts: made from a sample on screen, and imported by.

use std::collections::BTreeMap;

use madoguchi_import::Encoding;

use super::*;

const MAKE: [(&str, &str); 3] = [
    ("standard", "residents"),
    ("name", "juki-own"),
    ("title", "住民記録の全件"),
];

/// The cells of a file of the standard layout.
fn cells(file: &str) -> Vec<Vec<String>> {
    file.split_terminator("\r\n")
        .map(|line| {
            line[1..line.len() - 1]
                .split("\",\"")
                .map(str::to_owned)
                .collect()
        })
        .collect()
}

/// The file as another system would write it: columns turned round and named otherwise, `Shift_JIS`, tabs, no quotes,
/// codes of its own for 性別, and era digits for 生年月日.
fn foreign(file: &str) -> Vec<u8> {
    let rows = cells(file);
    let place = |item: &str| rows[0].iter().position(|name| name == item).unwrap();
    let (sex, born, flag) = (place("性別"), place("生年月日"), place("生年月日_不詳フラグ"));
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        let mut row = row.clone();
        if at == 0 {
            row[place("氏名_フリガナ")] = "氏名カナ".into();
            row[place("続柄表記")] = "ZOKUGARA".into();
        } else {
            row[sex] = if row[sex] == "1" { "M".into() } else { "F".into() };
            let year: i32 = row[born].get(..4).and_then(|year| year.parse().ok()).unwrap_or(0);
            if row[flag] != "1" && (1927..1989).contains(&year) {
                row[born] = format!("3{:02}{}{}", year - 1925, &row[born][5..7], &row[born][8..10]);
            }
        }
        row.reverse();
        text.push_str(&row.join("\t"));
        text.push('\n');
    }
    Encoding::ShiftJis.encode(&text)
}

/// The fields of the form on a page, as a browser would send them.
fn form_of(html: &str) -> BTreeMap<String, String> {
    let plain = |text: &str| {
        text.replace("&#34;", "\"")
            .replace("&amp;", "&")
            .replace("&#39;", "'")
    };
    let form = html
        .split("<h2 id=\"choose\">")
        .nth(1)
        .unwrap()
        .split("</form>")
        .next()
        .unwrap();
    let mut fields = BTreeMap::new();
    for part in form
        .split("<input ")
        .skip(1)
        .chain(form.split("<select ").skip(1))
    {
        let tag = part.split('>').next().unwrap();
        let Some(name) = tag.split("name=\"").nth(1) else {
            continue;
        };
        let name = name.split('"').next().unwrap().to_owned();
        if tag.contains("type=\"checkbox\"") {
            continue;
        }
        let value = if tag.contains("value=\"") {
            tag.split("value=\"").nth(1).unwrap().split('"').next().unwrap()
        } else {
            let options = part.split("</select>").next().unwrap();
            let chosen = options
                .split("<option value=\"")
                .find(|option| option.contains(" selected"));
            chosen.map_or("", |option| option.split('"').next().unwrap())
        };
        fields.insert(name, plain(value));
    }
    for part in form.split("<textarea ").skip(1) {
        let name = part.split("name=\"").nth(1).unwrap().split('"').next().unwrap();
        let value = part
            .split('>')
            .nth(1)
            .unwrap()
            .split("</textarea")
            .next()
            .unwrap();
        fields.insert(name.to_owned(), plain(value).trim_start_matches('\n').to_owned());
    }
    fields
}

async fn save(admin: &mut Browser, path: &str, form: &BTreeMap<String, String>) -> u16 {
    let pairs: Vec<(&str, &str)> = form.iter().map(|(name, value)| (&**name, &**value)).collect();
    admin.post(path, &pairs).await.status.as_u16()
}

#[tokio::test]
async fn a_foreign_file_is_described_on_screen_and_then_imported() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let file = foreign(&residents(1));
    let made = admin.upload("/admin/imports/layouts", &MAKE, &file).await;
    made.is(303);
    let path = made.location().to_owned();
    let first = admin.get(&path).await;
    first
        .is(200)
        .shows("<option value=\"shift_jis\" selected>")
        .shows("<option value=\"tab\" selected>")
        .shows("ZOKUGARA")
        .shows("コード表にない値です")
        .shows("見本の読まれ方");
    let mut form = form_of(&first.html);
    let place = |form: &BTreeMap<String, String>, name: &str| {
        let found = form
            .iter()
            .find(|(field, value)| field.starts_with("name") && *value == name);
        found.unwrap().0.replace("name", "item")
    };
    assert_eq!(
        form[&place(&form, "氏名カナ")],
        "氏名_フリガナ",
        "it is suggested"
    );
    assert_eq!(form[&place(&form, "ZOKUGARA")], "", "nothing is like it");
    let field = place(&form, "ZOKUGARA");
    form.insert(field, "続柄表記".into());
    form.insert("list-sex".into(), "M,男\nF,なし".into());
    let pairs: Vec<(&str, &str)> = form.iter().map(|(name, value)| (&**name, &**value)).collect();
    admin
        .post(&path, &pairs)
        .await
        .is(422)
        .shows("2行目：使える意味は");
    form.insert("list-sex".into(), "M,男\nF,女".into());
    form.insert("era_digits".into(), "yes".into());
    assert_eq!(save(&mut admin, &path, &form).await, 303);
    assert_eq!(save(&mut admin, &path, &form).await, 409, "it was saved since");
    let tried = admin.get(&path).await;
    tried
        .is(200)
        .shows("使い始める</button>")
        .hides("使い始める前に決めること <")
        .hides("取り込めない理由");
    assert_eq!(tried.html.matches("sample__error").count(), 0, "{}", tried.html);

    let form = [("saves", "2")];
    admin.post(&format!("{path}/activate"), &form).await.is(303);
    admin
        .get(&path)
        .await
        .shows("使用中")
        .hides("見本の読まれ方")
        .shows("新しい版を作る");
    admin
        .get("/admin/imports")
        .await
        .shows("住民記録の全件（自治体の定義 第1版）");
    let order = [("layout", "juki-own"), ("rows", "difference"), ("mode", "real")];
    let run = sent(&mut admin, &order, &file).await;
    work(&server).await;
    admin
        .get(&run)
        .await
        .is(200)
        .shows("反映済み")
        .shows("juki-own@1")
        .hides("取り込めない行 <");
    let toml = String::from_utf8(admin.bytes(&format!("{path}/file")).await).unwrap();
    assert!(
        toml.contains("era_digits = true") && toml.contains("\"ZOKUGARA\""),
        "{toml}"
    );

    let next = admin.post(&format!("{path}/copy"), &[]).await;
    let next = next.is(303).headers["location"].to_str().unwrap().to_owned();
    admin.post(&format!("{path}/copy"), &[]).await.is(409);
    admin.get(&next).await.shows("第2版").shows("ファイルの形と項目");
    admin
        .upload(&format!("{next}/sample"), &[("saves", "1")], &file)
        .await
        .is(303);
    admin.get(&next).await.shows("見本の読まれ方");
    admin
        .post(&format!("{next}/activate"), &[("saves", "1")])
        .await
        .is(303);
    admin.get(&path).await.shows("使用終了");
    admin
        .post(&format!("{next}/retire"), &[("saves", "2")])
        .await
        .is(303);
    admin.get("/admin/imports").await.hides("自治体の定義");
}

#[tokio::test]
async fn what_is_wrong_with_a_new_layout_is_told() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let file = residents(2);
    let with = |field: &'static str, value: &'static str| {
        MAKE.map(|(name, usual)| (name, if name == field { value } else { usual }))
    };
    for (form, file, told) in [
        (with("standard", ""), file.as_bytes(), "どの業務のファイルか"),
        (with("name", "住基"), file.as_bytes(), "半角の小文字"),
        (
            with("name", "dog"),
            file.as_bytes(),
            "備え付けの定義の名前は使えません",
        ),
        (with("title", ""), file.as_bytes(), "100文字まで"),
        (MAKE, b"", "ファイルが空です"),
    ] {
        let answer = admin.upload("/admin/imports/layouts", &form, file).await;
        answer.is(422).shows(told);
    }
    assert!(spooled(&server).is_empty(), "the file of a sample is not kept");
    let made = admin
        .upload("/admin/imports/layouts", &MAKE, file.as_bytes())
        .await;
    made.is(303);
    admin
        .upload("/admin/imports/layouts", &MAKE, file.as_bytes())
        .await
        .is(422)
        .shows("この名前の下書きがあるか");
    let path = made.location().to_owned();
    let first = admin.get(&path).await;
    let mut form = form_of(&first.html);
    for (_, item) in form.iter_mut().filter(|(name, _)| name.starts_with("item")) {
        if item == "宛名番号" || item == "性別" {
            item.clear();
        }
    }
    assert_eq!(save(&mut admin, &path, &form).await, 303);
    admin
        .get(&path)
        .await
        .shows("必須の項目「宛名番号」の列を選んでください");
    admin
        .post(&format!("{path}/activate"), &[("saves", "2")])
        .await
        .is(409);
    admin
        .post(&format!("{path}/retire"), &[("saves", "2")])
        .await
        .is(303);
    assert_eq!(save(&mut admin, &path, &form).await, 409);
}

#[tokio::test]
async fn a_definition_is_taken_in_and_its_mistakes_are_told_with_their_lines() {
    let server = TestServer::new().await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let standard = admin.bytes("/admin/imports/layouts/standard/care/file").await;
    let standard = String::from_utf8(standard).unwrap();
    admin
        .get("/admin/imports/layouts/standard/care")
        .await
        .is(200)
        .shows("要介護")
        .shows("資格喪失年月日");
    let own = standard.replace("id = \"care\"", "id = \"care-own\"");
    let wrong = own.replace("kind = \"date\"\nrequired", "kind = \"day\"\nrequired");
    for (text, told) in [
        ("", "貼り付けてください"),
        (&*standard, "備え付けの定義のid"),
        (&*wrong, "行目：定義（TOML）として読めません"),
    ] {
        let answer = admin
            .post("/admin/imports/layouts/import", &[("content", text)])
            .await;
        answer.is(422).shows(told);
    }
    let taken = admin
        .post("/admin/imports/layouts/import", &[("content", &own)])
        .await;
    taken.is(303);
    let path = taken.location().to_owned();
    admin
        .get(&path)
        .await
        .is(200)
        .shows("介護保険")
        .shows("使い始める</button>");
    admin
        .post(&format!("{path}/activate"), &[("saves", "1")])
        .await
        .is(303);
    let file = admin.bytes(&format!("{path}/file")).await;
    assert_eq!(String::from_utf8(file).unwrap(), own);
}

#[tokio::test]
async fn protected_households_are_left_out_of_the_sample() {
    let server = TestServer::new().await;
    let here = &server.db.here;
    let mut household = here.household.clone();
    household.household_number = format!("{:0>15}", household.household_number);
    let layout = Layout::find("residents").unwrap();
    let mut writer = Writer::new(Vec::new(), layout).unwrap();
    for entry in entries(&household) {
        writer.resident(&entry).unwrap();
    }
    let family = writer.finish().unwrap();
    let others = residents(1);
    // Numbers are given from 1: some are those of this household.
    let numbers = household
        .members
        .iter()
        .flat_map(|member| &member.addressee_number);
    let numbers: Vec<&String> = numbers.chain([&household.household_number]).collect();
    let own = |line: &&str| numbers.iter().any(|number| line.contains(number.as_str()));
    let others: Vec<&str> = others.lines().skip(1).filter(|line| !own(line)).collect();
    let file = [&*family, others.join("\r\n").as_bytes(), b"\r\n"].concat();
    let one_of_them = household.members[2].id;
    server
        .db
        .run(
            here,
            "UPDATE residents SET protective_measure = 'in_force' WHERE resident_id = $1",
            one_of_them,
        )
        .await;
    let mut admin = server.signed_in(Role::Administrator).await;
    let made = admin.upload("/admin/imports/layouts", &MAKE, &file).await;
    made.is(303);
    let path = made.location().to_owned();
    let page = admin.get(&path).await;
    page.is(200)
        .shows(&format!(
            "支援措置のある世帯の{}行は、見本から除きました",
            household.members.len()
        ))
        .shows("見本の読まれ方");
    for member in &household.members {
        page.hides(member.addressee_number.as_deref().unwrap());
    }
    let again = admin
        .upload(&format!("{path}/sample"), &[("saves", "1")], &family)
        .await;
    again.is(303);
    admin
        .get(&path)
        .await
        .is(200)
        .shows("見本から除きました")
        .hides(household.members[0].addressee_number.as_deref().unwrap());
}
