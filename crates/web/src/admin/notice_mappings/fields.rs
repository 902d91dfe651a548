//! The parts of an application that a column can be, in the order in which they are asked for.

use madoguchi_link::portals::Fields;
use serde_json::Value;

/// The field's name in the definition, its words, and names that columns for it often have.
pub(super) const ALL: [(&str, &str, &[&str]); 22] = [
    (
        "receipt_number",
        "受付番号（必須）",
        &[
            "受付番号",
            "申請番号",
            "レコード番号",
            "受付id",
            "回答番号",
            "整理番号",
        ],
    ),
    (
        "name",
        "申請した人の氏名（必須）",
        &["氏名", "お名前", "名前", "申請者氏名", "申請者名", "届出者氏名"],
    ),
    (
        "kana",
        "氏名のフリガナ",
        &[
            "フリガナ",
            "ふりがな",
            "氏名フリガナ",
            "氏名カナ",
            "お名前フリガナ",
            "申請者氏名フリガナ",
        ],
    ),
    (
        "birth_date",
        "生年月日",
        &["生年月日", "誕生日", "申請者生年月日"],
    ),
    ("sex", "性別", &["性別"]),
    (
        "phone",
        "電話番号",
        &["電話番号", "電話", "連絡先", "連絡先電話番号"],
    ),
    (
        "procedure_name",
        "手続の名前",
        &["手続名", "手続き名", "フォーム名", "申請名"],
    ),
    ("procedure_code", "手続の番号・コード", &["手続コード"]),
    ("state", "申請の状態", &["ステータス", "状態", "申請状況"]),
    (
        "visit_on",
        "来庁する日",
        &["来庁希望日", "来庁予定日", "来庁日", "来庁希望日時"],
    ),
    (
        "visit_time",
        "来庁する時間",
        &["来庁希望時間", "来庁予定時間帯", "来庁時間"],
    ),
    (
        "moved_on",
        "異動日（引越しの日）",
        &["異動日", "異動予定日", "引越し日", "転入日"],
    ),
    (
        "new_postcode",
        "新しい住所：郵便番号",
        &["郵便番号", "新住所郵便番号"],
    ),
    ("new_prefecture", "新しい住所：都道府県", &["都道府県"]),
    ("new_city", "新しい住所：市区町村", &["市区町村"]),
    (
        "new_town",
        "新しい住所：町字",
        &["町名", "町字", "住所", "新住所"],
    ),
    ("new_block", "新しい住所：番地", &["番地", "丁目番地"]),
    (
        "new_building",
        "新しい住所：建物・部屋番号",
        &["建物名", "方書", "マンション名"],
    ),
    ("former_prefecture", "前の住所：都道府県", &["旧住所都道府県"]),
    ("former_city", "前の住所：市区町村", &["旧住所市区町村"]),
    ("former_town", "前の住所：町字・番地", &["旧住所", "前住所"]),
    ("former_building", "前の住所：建物・部屋番号", &["旧住所方書"]),
];

/// The column of a field; empty where there is none.
pub(super) fn column(fields: &Fields, field: &str) -> String {
    let all = serde_json::to_value(fields).unwrap_or_default();
    all[field].as_str().unwrap_or_default().to_owned()
}

/// The same with a column for a field. A field that there is not changes nothing.
pub(super) fn with_column(fields: &Fields, field: &str, column: &str) -> Fields {
    let mut all = serde_json::to_value(fields).unwrap_or_default();
    if let Some(place) = all.get_mut(field) {
        *place = Value::from(column);
    }
    serde_json::from_value(all).unwrap_or_else(|_| fields.clone())
}

/// A first guess from the names of the columns: each column once, each field at most one.
pub(super) fn guess(columns: &[String]) -> Fields {
    let plain = |text: &str| {
        text.chars()
            .filter(|c| !c.is_whitespace() && !"（）()・_-：:".contains(*c))
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    let mut fields = Fields::default();
    let mut taken: Vec<&String> = Vec::new();
    for (field, _, names) in ALL {
        let found = names.iter().find_map(|name| {
            let same = |column: &&String| plain(column) == plain(name) && !taken.contains(column);
            columns.iter().find(same)
        });
        if let Some(column) = found {
            taken.push(column);
            fields = with_column(&fields, field, column);
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_one_of_the_definition() {
        for (field, ..) in ALL {
            let fields = with_column(&Fields::default(), field, "列");
            assert_eq!(column(&fields, field), "列", "{field}");
        }
    }

    #[test]
    fn columns_are_guessed_by_their_names_and_none_twice() {
        let columns: Vec<String> = ["受付番号", "氏名", "氏名（フリガナ）", "生年月日", "ご意見"]
            .map(str::to_owned)
            .into();
        let fields = guess(&columns);
        assert_eq!(
            (
                &*fields.receipt_number,
                &*fields.name,
                &*fields.kana,
                &*fields.birth_date
            ),
            ("受付番号", "氏名", "氏名（フリガナ）", "生年月日")
        );
        assert_eq!(fields.phone, "");
    }
}
