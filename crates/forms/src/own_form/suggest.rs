//! The values that can be written on a form, as people call them, and which of them a printed label asks for.

use super::read::{Found, Source};
use super::{Mark, PlacementKind};

/// Values of one kind.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeyGroup {
    /// What they are about.
    pub label: &'static str,
    /// Keys with what people call them.
    pub keys: &'static [(&'static str, &'static str)],
}

/// Every value an administrator can choose, in groups; those of the questions and of sections come beside.
#[must_use]
pub fn key_groups() -> &'static [KeyGroup] {
    &GROUPS
}

pub(super) const GROUPS: [KeyGroup; 8] = [
    KeyGroup {
        label: "受付",
        keys: &[
            ("case.filed_on", "届出日"),
            ("case.moved_on", "異動日"),
            ("case.number", "受付番号"),
            ("today", "作成日"),
            ("staff.name", "担当者"),
            ("municipality.mayor", "宛先（市区町村長）"),
            ("municipality.name", "市区町村名"),
            ("movement.kind", "届出の種類（転入・転居・転出など）"),
            ("movement.extent", "全部・一部の別"),
        ],
    },
    KeyGroup {
        label: "窓口に来た人",
        keys: &[
            ("applicant.name", "届出人の氏名"),
            ("applicant.kana", "届出人のフリガナ"),
            ("applicant.address", "届出人の住所"),
            ("applicant.phone", "届出人の電話番号"),
            ("applicant.birth_date", "届出人の生年月日"),
            ("applicant.relationship", "届出人の世帯主との続柄"),
            ("applicant.role", "届出人の資格（本人・世帯主など）"),
            ("signature", "署名（画面に書かれたもの）"),
            ("office.identity", "本人確認の書類"),
            ("office.identity_detail", "本人確認の書類（詳しく）"),
            ("office.authority", "代理権の確認"),
        ],
    },
    KeyGroup {
        label: "住所",
        keys: &[
            ("new_address.postcode", "新しい住所の郵便番号"),
            ("new_address.line", "新しい住所"),
            ("new_address.building", "新しい住所の方書"),
            ("old_address.postcode", "前の住所の郵便番号"),
            ("old_address.line", "前の住所"),
            ("old_address.building", "前の住所の方書"),
            ("registered_domicile", "本籍"),
            ("family_register_head", "筆頭者"),
        ],
    },
    KeyGroup {
        label: "世帯主",
        keys: &[
            ("new_head.name", "新しい世帯主の氏名"),
            ("new_head.kana", "新しい世帯主のフリガナ"),
            ("old_head.name", "前の世帯主の氏名"),
            ("old_head.kana", "前の世帯主のフリガナ"),
            ("insurance_head.name", "国民健康保険の世帯主の氏名"),
        ],
    },
    KeyGroup {
        label: "届け出る人ごと（行）",
        keys: &[
            ("row.name", "氏名"),
            ("row.kana", "フリガナ"),
            ("row.birth_date", "生年月日"),
            ("row.sex", "性別（符号）"),
            ("row.sex_label", "性別（文字）"),
            ("row.relationship", "続柄"),
            ("row.former_family_name", "旧氏"),
            ("row.alias", "通称"),
            ("row.alphabet", "ローマ字の氏名"),
            ("row.nationality", "国籍・地域"),
            ("row.residence_status", "在留資格"),
            ("row.residence_expires_on", "在留期間の満了日"),
            ("row.insurances", "加入している医療保険"),
            ("row.card", "マイナンバーカード"),
        ],
    },
    KeyGroup {
        label: "届け出る1人目",
        keys: &[
            ("concerned.0.name", "1人目の氏名"),
            ("concerned.0.kana", "1人目のフリガナ"),
            ("concerned.0.birth_date", "1人目の生年月日"),
            ("concerned.0.sex", "1人目の性別（符号）"),
            ("concerned.0.sex_label", "1人目の性別（文字）"),
            ("concerned.0.relationship", "1人目の続柄"),
            ("concerned.0.address.line", "1人目の住所"),
            ("concerned.0.former_family_name", "1人目の旧氏"),
            ("concerned.0.alias", "1人目の通称"),
            ("concerned.0.alphabet", "1人目のローマ字の氏名"),
        ],
    },
    KeyGroup {
        label: "児童手当の請求者",
        keys: &[
            ("claimant.name", "請求者の氏名"),
            ("claimant.kana", "請求者のフリガナ"),
            ("claimant.birth_date", "請求者の生年月日"),
            ("claimant.address.line", "請求者の住所"),
        ],
    },
    KeyGroup {
        label: "届出の符号",
        keys: &[
            ("card.changes", "カードの記載の変更"),
            ("insurance.change", "国民健康保険の異動の事由"),
            ("certification.kind", "要介護認定の申請の種類"),
            ("child_benefit.end", "児童手当の消滅の事由"),
            ("care.change", "介護保険の異動の事由"),
        ],
    },
];

/// The codes that make a mark for a key, with what they mean.
#[must_use]
pub fn mark_values(key: &str) -> &'static [(&'static str, &'static str)] {
    match key {
        "movement.kind" => &[
            ("move_in", "転入"),
            ("move_within", "転居"),
            ("move_out", "転出"),
            ("household_change", "世帯の変更"),
        ],
        "movement.extent" => &[("all", "全部"), ("part", "一部")],
        "applicant.role" => &[
            ("self", "本人"),
            ("head", "世帯主"),
            ("member", "世帯員"),
            ("legal", "法定代理人"),
            ("agent", "任意代理人"),
        ],
        "office.identity" | "office.identity_detail" => &[
            ("card", "マイナンバーカード"),
            ("licence", "運転免許証"),
            ("passport", "旅券"),
            ("residence", "在留カード"),
            ("two", "2点"),
            ("other", "その他"),
        ],
        "office.authority" => &[("mandate", "委任状"), ("legal", "登記・戸籍など")],
        "row.sex" | "concerned.0.sex" => &[("male", "男"), ("female", "女")],
        key if key.ends_with("birth_date") || key.ends_with("_on") => &[
            ("明治", "明治"),
            ("大正", "大正"),
            ("昭和", "昭和"),
            ("平成", "平成"),
            ("令和", "令和"),
        ],
        _ => &[("yes", "はい"), ("no", "いいえ")],
    }
}

/// What people call a key; the key itself where it has no other name.
#[must_use]
pub fn key_label(key: &str) -> &str {
    GROUPS
        .iter()
        .flat_map(|group| group.keys)
        .find(|(own, _)| *own == key)
        .map_or(key, |(_, label)| label)
}

/// What a place that was found probably asks for.
#[derive(Clone, PartialEq, Debug)]
pub struct Suggestion {
    /// What is written.
    pub kind: PlacementKind,
    /// What it is called.
    pub label: String,
}

/// Words of labels, the more telling first, with the key they ask for.
const WORDS: [(&[&str], &str); 34] = [
    (&["受付番号"], "case.number"),
    (&["署名", "自署"], "signature"),
    (
        &["新住所", "新しい住所", "これからの住所", "異動後の住所"],
        "new_address.line",
    ),
    (
        &["旧住所", "前住所", "前の住所", "これまでの住所", "異動前の住所"],
        "old_address.line",
    ),
    (&["新世帯主", "新しい世帯主", "異動後の世帯主"], "new_head.name"),
    (&["旧世帯主", "前の世帯主", "異動前の世帯主"], "old_head.name"),
    (&["世帯主の氏名", "世帯主氏名", "世帯主"], "new_head.name"),
    (
        &[
            "届出日",
            "届出年月日",
            "申請日",
            "申請年月日",
            "届け出た日",
            "請求年月日",
        ],
        "case.filed_on",
    ),
    (
        &[
            "異動日",
            "異動年月日",
            "異動した日",
            "転入した日",
            "引越しした日",
            "転出予定",
        ],
        "case.moved_on",
    ),
    (&["電話", "連絡先", "TEL", "tel", "phone"], "applicant.phone"),
    (
        &[
            "届出人の氏名",
            "届出人氏名",
            "申請者氏名",
            "申請者の氏名",
            "窓口に来た方",
            "来庁者",
        ],
        "applicant.name",
    ),
    (
        &["届出人の住所", "申請者住所", "申請者の住所", "届出人住所"],
        "applicant.address",
    ),
    (
        &["フリガナ氏名", "ふりがな氏名", "氏名フリガナ", "氏名（フリガナ"],
        "concerned.0.name",
    ),
    (
        &["フリガナ", "ふりがな", "カナ", "kana", "furigana"],
        "concerned.0.kana",
    ),
    (&["生年月日", "birth"], "concerned.0.birth_date"),
    (&["性別", "gender", "sex"], "concerned.0.sex_label"),
    (&["続柄", "relationship"], "concerned.0.relationship"),
    (&["本籍", "honseki"], "registered_domicile"),
    (&["筆頭者"], "family_register_head"),
    (&["旧氏", "旧姓"], "concerned.0.former_family_name"),
    (&["通称"], "concerned.0.alias"),
    (&["ローマ字", "アルファベット"], "concerned.0.alphabet"),
    (&["担当", "取扱者"], "staff.name"),
    (
        &["市長", "町長", "村長", "区長", "宛先", "あて先"],
        "municipality.mayor",
    ),
    (&["請求者"], "claimant.name"),
    (&["郵便番号", "〒", "zip", "postal"], "new_address.postcode"),
    (&["方書", "建物", "マンション"], "new_address.building"),
    (&["届出人", "申請者", "申請人", "applicant"], "applicant.name"),
    (&["氏名", "名前", "なまえ", "name"], "concerned.0.name"),
    (&["住所", "address"], "new_address.line"),
    (&["届出", "申請", "date"], "case.filed_on"),
    (&["異動"], "case.moved_on"),
    (&["令和"], "case.filed_on"),
    (&["日付"], "case.filed_on"),
];

/// Words beside boxes to tick, with key and code.
const TICKS: [(&str, &str, &str); 16] = [
    ("転入", "movement.kind", "move_in"),
    ("転居", "movement.kind", "move_within"),
    ("転出", "movement.kind", "move_out"),
    ("世帯変更", "movement.kind", "household_change"),
    ("全部", "movement.extent", "all"),
    ("一部", "movement.extent", "part"),
    ("本人", "applicant.role", "self"),
    ("世帯主", "applicant.role", "head"),
    ("世帯員", "applicant.role", "member"),
    ("代理人", "applicant.role", "agent"),
    ("マイナンバーカード", "office.identity", "card"),
    ("個人番号カード", "office.identity", "card"),
    ("運転免許証", "office.identity", "licence"),
    ("旅券", "office.identity", "passport"),
    ("パスポート", "office.identity", "passport"),
    ("在留カード", "office.identity", "residence"),
];

/// What a place probably asks for, by its label; the administrator decides.
#[must_use]
pub fn suggest(found: &Found) -> Suggestion {
    let label = if found.label.is_empty() {
        "（名前のない欄）".to_owned()
    } else {
        found.label.clone()
    };
    let key = || key_for(&found.label).unwrap_or_default().to_owned();
    let kind = match &found.source {
        Source::DatePart(part) => PlacementKind::DatePart {
            key: date_key_for(&found.label),
            part: *part,
        },
        Source::BoxField(_, boxes) => PlacementKind::Boxes {
            key: key(),
            boxes: *boxes,
        },
        Source::TickField(_, _) | Source::TickBox => {
            let tick = TICKS.iter().find(|(word, ..)| found.label.contains(word));
            let (key, value) = tick.map_or(("", ""), |(_, key, value)| (key, value));
            PlacementKind::Mark {
                key: key.into(),
                value: value.into(),
                mark: Mark::Tick,
            }
        }
        Source::TextField(_) | Source::Ruled => match key() {
            key if key == "signature" => PlacementKind::Signature { key },
            key => PlacementKind::Text {
                key,
                wrap: found.area.h > 7.0,
                centred: false,
            },
        },
    };
    Suggestion { kind, label }
}

fn key_for(label: &str) -> Option<&'static str> {
    WORDS
        .iter()
        .find(|(words, _)| words.iter().any(|word| label.contains(word)))
        .map(|(_, key)| *key)
}

/// A date's label: a word that asks for something else does not make it that.
fn date_key_for(label: &str) -> String {
    let dates = ["case.filed_on", "case.moved_on", "concerned.0.birth_date"];
    key_for(label)
        .filter(|key| dates.contains(key))
        .unwrap_or("case.filed_on")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::DatePart;
    use super::super::read::Area;
    use super::*;

    #[test]
    fn labels_ask_for_what_people_mean_by_them() {
        for (label, key) in [
            ("届出人氏名", "applicant.name"),
            ("氏名", "concerned.0.name"),
            ("新住所", "new_address.line"),
            ("世帯主の氏名", "new_head.name"),
            ("連絡先（電話番号）", "applicant.phone"),
            ("備考", ""),
        ] {
            let found = Found {
                area: Area {
                    x: 0.0,
                    y: 0.0,
                    w: 50.0,
                    h: 6.0,
                },
                source: Source::Ruled,
                label: label.into(),
            };
            assert_eq!(suggest(&found).kind.key(), Some(key), "{label}");
        }
        let found = Found {
            area: Area::default(),
            source: Source::DatePart(DatePart::Year),
            label: "異動日年".into(),
        };
        assert_eq!(suggest(&found).kind.key(), Some("case.moved_on"));
    }

    #[test]
    fn every_suggestion_can_be_chosen() {
        let keys: BTreeSet<&str> = GROUPS
            .iter()
            .flat_map(|group| group.keys)
            .map(|(key, _)| *key)
            .collect();
        for (_, key) in WORDS {
            assert!(keys.contains(key), "{key}");
        }
        for (_, key, value) in TICKS {
            assert!(
                keys.contains(key) && mark_values(key).iter().any(|(code, _)| *code == value),
                "{key}"
            );
        }
    }
}
