//! People who do not exist, to try a paper with.

use chrono::NaiveDate;
use madoguchi_model::municipality::Municipality;

use super::suggest::{GROUPS, mark_values};
use super::{OwnForm, PlacementKind};
use crate::values::{DateValue, Strokes, Values};

/// Which people.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sample {
    /// Names and addresses of the usual length, a family of two.
    Usual,
    /// The longest there are, a family of nine.
    Long,
    /// Variants, characters no font has, unknown dates, foreign residents.
    Rare,
    /// Nothing: the paper to be filled in with a pen.
    Blank,
}

impl Sample {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Usual, Self::Long, Self::Rare, Self::Blank];

    /// The code.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::Long => "long",
            Self::Rare => "rare",
            Self::Blank => "blank",
        }
    }

    /// What people call it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Usual => "ふつうの長さ（2人）",
            Self::Long => "とても長い氏名と住所（9人）",
            Self::Rare => "異体字・外国人・不明な日付（3人）",
            Self::Blank => "空欄（手で書く紙）",
        }
    }

    /// Values for everything the form writes.
    #[must_use]
    pub fn values(self, form: &OwnForm, municipality: &Municipality, today: NaiveDate) -> Values {
        let mut values = Values::blank(municipality);
        if self == Self::Blank {
            return values;
        }
        let count = match self {
            Self::Long => 9,
            Self::Rare => 3,
            _ => 2,
        };
        for group in &GROUPS {
            for (key, _) in group.keys {
                match key.strip_prefix("row.") {
                    Some(name) => (0..count)
                        .for_each(|n| self.set(&mut values, &format!("concerned.{n}.{name}"), n, today)),
                    None => self.set(&mut values, key, 0, today),
                }
            }
        }
        values.people("concerned", count);
        // Every other list and key that the form names itself.
        for placement in &form.placements {
            if let Some(repeat) = &placement.repeat {
                values.people(&*repeat.list, count);
            }
            if let PlacementKind::Mark { key, value, .. } = &placement.kind
                && values.get(key).is_none()
                && !key.starts_with("row.")
            {
                values.text(key.clone(), value.clone());
            }
        }
        values
    }

    fn set(self, values: &mut Values, key: &str, person: usize, today: NaiveDate) {
        let last = key.rsplit('.').next().unwrap_or(key);
        if key.starts_with("municipality.") {
            return;
        }
        if key == "signature" {
            values.signature(key, strokes());
            return;
        }
        let is_date = last.ends_with("_on") || last.ends_with("birth_date") || key == "today";
        if is_date {
            values.date(key, self.date(last, person, today));
            return;
        }
        if let Some((code, _)) = mark_values(key).first().filter(|(code, _)| *code != "yes") {
            values.text(key, *code);
            return;
        }
        values.text(key, self.text(last, person));
    }

    fn date(self, last: &str, person: usize, today: NaiveDate) -> DateValue {
        let born = NaiveDate::from_ymd_opt(1979, 12, 28).unwrap_or(today);
        match (self, last) {
            (Self::Rare, "birth_date") if person == 1 => DateValue::western(born),
            (Self::Rare, "birth_date") if person == 2 => DateValue {
                text: "昭和15年頃".into(),
                parts: None,
            },
            (_, "birth_date") => DateValue::japanese(born),
            _ => DateValue::japanese(today),
        }
    }

    fn text(self, last: &str, person: usize) -> &'static str {
        match (self, last) {
            (Self::Usual, "name") => ["見本\u{3000}太郎", "見本\u{3000}花子"][person % 2],
            (Self::Usual, "kana") => ["ミホン\u{3000}タロウ", "ミホン\u{3000}ハナコ"][person % 2],
            (Self::Long, "name") => "左衛門三郎勘解由小路\u{3000}宗右衛門之助万里小路",
            (Self::Long, "kana") => "サエモンサブロウカデノコウジ\u{3000}ソウエモンノスケマデノコウジ",
            (Self::Rare, "name") => [
                "辻\u{E0100}\u{3000}𠮷乃",
                "グエン\u{3000}ヴァン\u{3000}アン",
                "葛\u{E0102}﨑\u{3000}髙\u{E01EF}子",
            ][person % 3],
            (Self::Rare, "kana") => [
                "ツジ\u{3000}ヨシノ",
                "グエン\u{3000}ヴァン\u{3000}アン",
                "カツラサキ\u{3000}タカコ",
            ][person % 3],
            (_, "alphabet") => "NGUYEN VAN ANH",
            (_, "former_family_name") => "旧見本",
            (_, "alias") => "見本\u{3000}安",
            (_, "phone") => "09000000000",
            (_, "postcode") => "999-0001",
            (Self::Long, "line" | "address" | "registered_domicile") => {
                "みほん県みほん郡大字みほんみほん町字みほんヶ原下みほん一万二千三百四十五番地の六千七百八十九"
            }
            (_, "line" | "address" | "registered_domicile") => "みほん県みほん市桜木町1番2号",
            (Self::Long, "building") => {
                "ロイヤルレジデンス・ザ・みほんステーションフロント弐番館\u{3000}1204号（左衛門三郎様方）"
            }
            (_, "building") => "みほんハイツ101号",
            (_, "relationship") => ["世帯主", "妻", "子"][person % 3],
            (_, "sex_label") => ["男", "女"][person % 2],
            (_, "nationality") => "ベトナム",
            (_, "residence_status") => "技術・人文知識・国際業務",
            (_, "number") => "20261128-0001",
            (_, "role") => "self",
            (_, "insurances") => "国民健康保険",
            (_, "card") => "あり",
            _ => "見本",
        }
    }
}

/// A stroke that can be told from everything printed.
fn strokes() -> Strokes {
    Strokes {
        width: 300.0,
        height: 100.0,
        strokes: vec![
            vec![[20.0, 70.0, 0.0], [90.0, 20.0, 10.0], [120.0, 80.0, 20.0]],
            vec![[140.0, 40.0, 30.0], [220.0, 60.0, 40.0], [280.0, 30.0, 50.0]],
        ],
    }
}
