//! あさひ町 and わかば村, which show that a municipality never sees another's people.

use madoguchi_model::municipality::SchoolKind::{Elementary, JuniorHigh};

use super::Plan;

/// Four towns and one school of each kind.
pub(super) const ASAHI: Plan = Plan {
    code: "993417",
    name: "あさひ町",
    kana: "アサヒマチ",
    kind: "町",
    towns: &[
        ("0001000", "大字朝日", "オオアザアサヒ", "9990101"),
        ("0002000", "大字東山", "オオアザヒガシヤマ", "9990102"),
        ("0003000", "大字西浜", "オオアザニシハマ", "9990103"),
        ("0004000", "旭台", "アサヒダイ", "9990104"),
    ],
    schools: &[
        (
            "E1",
            "あさひ町立あさひ小学校",
            Elementary,
            &["0001000", "0002000", "0003000", "0004000"],
        ),
        (
            "J1",
            "あさひ町立あさひ中学校",
            JuniorHigh,
            &["0001000", "0002000", "0003000", "0004000"],
        ),
    ],
};

/// Three towns and one school of each kind.
pub(super) const WAKABA: Plan = Plan {
    code: "993611",
    name: "わかば村",
    kana: "ワカバムラ",
    kind: "村",
    towns: &[
        ("0001000", "大字若葉", "オオアザワカバ", "9990201"),
        ("0002000", "大字奥谷", "オオアザオクタニ", "9990202"),
        ("0003000", "大字滝ノ沢", "オオアザタキノサワ", "9990203"),
    ],
    schools: &[
        (
            "E1",
            "わかば村立わかば小学校",
            Elementary,
            &["0001000", "0002000", "0003000"],
        ),
        (
            "J1",
            "わかば村立わかば中学校",
            JuniorHigh,
            &["0001000", "0002000", "0003000"],
        ),
    ],
};
