//! Synthetic people and cases for the tests and the examples. Nobody of them exists.

pub(crate) mod uploads;

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use madoguchi_forms::guide_sheet::{Done, Left};
use madoguchi_forms::values::Strokes;
use madoguchi_forms::{FilledCase, FontPaths, Fonts, FormDefinition, GuideSheet, PdfMeta, Values};
use madoguchi_model::address::Address;
use madoguchi_model::case::{
    Case, CaseMember, CaseState, FormerAddress, LifeEvent, NewAddress, Visitor, VisitorKind,
};
use madoguchi_model::household::Household;
use madoguchi_model::ids::{CaseId, HouseholdId, ResidentId, StaffId};
use madoguchi_model::municipality::Municipality;
use madoguchi_model::name::{Names, WrittenName};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::{
    CardHolding, CareInsurance, ChildBenefit, Circumstances, ForeignStatus, HealthInsurance, PensionCategory,
    ProtectiveMeasure, Resident, ResidentState, Sex,
};
use uuid::Uuid;

pub(crate) fn fonts() -> Fonts {
    Fonts::load(&FontPaths::default()).expect("the fonts of the Debian packages")
}

/// The form with this id.
pub(crate) fn find(id: &str) -> &'static FormDefinition {
    FormDefinition::find(id).unwrap_or_else(|| panic!("the catalogue has {id}"))
}

pub(crate) fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

pub(crate) fn municipality() -> Municipality {
    Municipality {
        code: "999997".into(),
        prefecture: "みほん県".into(),
        name: "みほん市".into(),
        kana: "ミホンシ".into(),
    }
}

pub(crate) fn meta(title: &str) -> PdfMeta {
    PdfMeta {
        title: title.into(),
        created_at: DateTime::<Utc>::from_timestamp(1_795_500_000, 0).expect("an instant"),
        document_id: "test".into(),
        author: "みほん市".into(),
    }
}

pub(crate) fn address(town: &str, block: &str, building: &str) -> Address {
    Address {
        municipality_code: "999997".into(),
        town_code: "0001001".into(),
        postcode: "9990001".into(),
        prefecture: "みほん県".into(),
        city: "みほん市".into(),
        town: town.into(),
        block: block.into(),
        building: building.into(),
    }
}

pub(crate) fn name(written: &str, kana: &str) -> WrittenName {
    WrittenName {
        written: written.into(),
        kana: kana.into(),
        kana_confirmed: true,
    }
}

pub(crate) fn resident(n: u128, written: &str, kana: &str, relationship: &str) -> Resident {
    Resident {
        id: ResidentId(Uuid::from_u128(n)),
        addressee_number: Some("000000000000019".into()),
        household_id: HouseholdId(Uuid::from_u128(900)),
        position: i16::try_from(n).expect("a small number"),
        relationship: relationship.into(),
        names: Names {
            name: name(written, kana),
            ..Names::default()
        },
        birth_date: RegisterDate::Known(day(1980, 4, 15)),
        sex: if n.is_multiple_of(2) {
            Sex::Female
        } else {
            Sex::Male
        },
        foreign: None,
        address: address("本町一丁目", "2番3号", "コーポ青空201号室"),
        address_since: RegisterDate::Known(day(2015, 4, 1)),
        resident_since: RegisterDate::Known(day(2015, 4, 1)),
        registered_domicile: "みほん県みほん市本町一丁目2番".into(),
        family_register_head: "辻󠄀　健一".into(),
        state: ResidentState::Current,
        protective_measure: ProtectiveMeasure::None,
        circumstances: Some(Circumstances {
            health_insurance: HealthInsurance::National,
            pension: PensionCategory::First,
            card: Some(CardHolding {
                expires_on: day(2030, 4, 15),
                certificate_expires_on: Some(day(2030, 4, 15)),
                certificate_serial: None,
            }),
            seal_registered: true,
            ..Circumstances::NOTHING
        }),
    }
}

/// A case with everything owned, so that tests can change it.
pub(crate) struct Persona {
    pub(crate) case: Case,
    pub(crate) household: Household,
    pub(crate) municipality: Municipality,
    pub(crate) answers: BTreeMap<String, String>,
    pub(crate) signature: Option<Strokes>,
}

impl Persona {
    pub(crate) fn new(members: Vec<Resident>) -> Self {
        let case_members = members
            .iter()
            .map(|member| CaseMember {
                resident_id: member.id,
                moves: true,
                entered: None,
            })
            .collect();
        let first = members[0].id;
        Self {
            case: Case {
                id: CaseId(Uuid::from_u128(1000)),
                number: "08-000123".into(),
                household_id: Some(HouseholdId(Uuid::from_u128(900))),
                events: vec![LifeEvent::MoveWithin],
                members: case_members,
                visitor: Visitor {
                    kind: VisitorKind::HouseholdMember,
                    resident_id: Some(first),
                    name: String::new(),
                    address: String::new(),
                    phone: "000-0000-0000".into(),
                    identity: None,
                    power_of_attorney: false,
                },
                moved_on: Some(day(2026, 11, 20)),
                filed_on: day(2026, 11, 24),
                new_address: Some(NewAddress {
                    address: address("緑が丘三丁目", "14番5号", "みほんハイツ1203号室"),
                    abroad: false,
                }),
                former_address: None,
                state: CaseState::Open,
                release_hash: String::new(),
                overlay_hash: None,
                version: 1,
                opened_by: StaffId(Uuid::from_u128(5)),
                opened_at: DateTime::<Utc>::from_timestamp(1_795_500_000, 0).expect("an instant"),
            },
            household: Household {
                id: HouseholdId(Uuid::from_u128(900)),
                household_number: "000000000000019".into(),
                members,
            },
            municipality: municipality(),
            answers: BTreeMap::new(),
            signature: None,
        }
    }

    pub(crate) fn filled(&self) -> FilledCase<'_> {
        FilledCase {
            case: &self.case,
            household: &self.household,
            municipality: &self.municipality,
            sections: &[],
            staff_name: "窓口　花子",
            answers: &self.answers,
            concerned: &[],
            new_head: None,
            signature: self.signature.as_ref(),
            today: day(2026, 11, 24),
        }
    }

    pub(crate) fn values(&self) -> Values {
        self.filled().values()
    }
}

/// A family of four with common names.
pub(crate) fn short() -> Persona {
    let mut family = vec![
        resident(1, "山田　太郎", "ヤマダ　タロウ", "世帯主"),
        resident(2, "山田　花子", "ヤマダ　ハナコ", "妻"),
        resident(3, "山田　一郎", "ヤマダ　イチロウ", "子"),
        resident(4, "山田　葵", "ヤマダ　アオイ", "子"),
    ];
    family[0].circumstances_mut().child_benefit = ChildBenefit::Recipient;
    for (child, year) in family[2..].iter_mut().zip([2014, 2019]) {
        child.birth_date = RegisterDate::Known(day(year, 5, 1));
        child.circumstances_mut().child_benefit = ChildBenefit::Child;
    }
    family[3].circumstances_mut().card = None;
    Persona::new(family)
}

/// Names with variation sequences and rare characters, one former family name, one foreign resident.
/// The same family as it moves in from another prefecture: nobody knows more than what was said at the counter.
pub(crate) fn arriving() -> Persona {
    let mut persona = short();
    persona.case.events = vec![LifeEvent::MoveIn];
    let former = Address {
        prefecture: "千葉県".into(),
        city: "船橋市".into(),
        town: "湊町二丁目10番25号".into(),
        ..Address::default()
    };
    for member in &mut persona.household.members {
        member.addressee_number = None;
        member.circumstances = None;
        member.address = former.clone();
        let said = [
            ("health_insurance", "national"),
            ("has_card", "yes"),
            ("physical_disability_certificate", "yes"),
        ];
        persona
            .answers
            .extend(said.map(|(fact, value)| (format!("{}/{fact}", member.id), value.to_owned())));
    }
    persona.case.former_address = Some(FormerAddress {
        address: former,
        abroad: false,
        head: "前の　世帯主".into(),
    });
    persona
}

pub(crate) fn rare() -> Persona {
    let mut family = vec![
        resident(1, "辻\u{E0100}　健一", "ツジ　ケンイチ", "世帯主"),
        resident(2, "葛\u{E0100}西　𠮷乃", "カサイ　ヨシノ", "妻"),
        resident(3, "葛\u{E0102}城　髙志", "カツラギ　タカシ", "子"),
        resident(4, "辻\u{E0102}﨑　邉子", "ツジサキ　ナベコ", "子の子"),
        resident(5, "NGUYEN VAN ANH", "グエン　ヴァン　アン", "同居人"),
    ];
    family[0].birth_date = RegisterDate::Unknown {
        earliest: day(1940, 1, 1),
        latest: day(1940, 12, 31),
        text: "昭和15年頃".into(),
    };
    family[0].circumstances_mut().care = CareInsurance::CareRequired(2);
    family[0].circumstances_mut().health_insurance = HealthInsurance::LateStageElderly;
    family[1].names.former_family_name = Some(name("𠮷田", "ヨシダ"));
    let foreigner = &mut family[4];
    foreigner.names.alphabet = Some("NGUYEN VAN ANH".into());
    foreigner.names.alias = Some(name("安藤　英", "アンドウ　エイ"));
    foreigner.foreign = Some(ForeignStatus {
        nationality: "ベトナム".into(),
        residence_status: "技術・人文知識・国際業務".into(),
        expires_on: Some(day(2028, 3, 31)).into(),
    });
    foreigner.registered_domicile = String::new().into();
    Persona::new(family)
}

/// Long names and addresses, and more people than the form has rows.
pub(crate) fn long() -> Persona {
    let mut family: Vec<Resident> = (1..=13)
        .map(|n| {
            resident(
                n,
                "勘解由小路左衛門五郎　寿限無寿限無五劫之摩切",
                "カデノコウジサエモンゴロウ　ジュゲムジュゲムゴコウノスリキレ",
                if n == 1 {
                    "世帯主"
                } else {
                    "子の子の子の子"
                },
            )
        })
        .collect();
    family[1].names.name = name(
        "WOLFESCHLEGELSTEINHAUSENBERGERDORFF HUBERT BLAINE MAXIMILIAN ALEXANDER CHRISTOPHER",
        "ウォルフェシュレーゲルシュタインハウゼンベルガードルフ　ヒューバート",
    );
    let mut persona = Persona::new(family);
    let building = "みほんニュータウン第二期開発地区中央公園前サンシャインレジデンスプレミアムヒルズ\
                    イーストタワー管理組合事務局気付4208号室（山田太郎様方）";
    persona.case.new_address = Some(NewAddress {
        address: address(
            "字大久保新田字下河原字中川原耕地整理組合換地区域",
            "12345番地の678の910",
            building,
        ),
        abroad: false,
    });
    persona
}

/// A signature like one drawn with a finger.
pub(crate) fn strokes() -> Strokes {
    let wave = |from: f32| {
        (0u16..30)
            .map(f32::from)
            .map(|n| [from + n * 5.0, 60.0 + (n * 0.6).sin() * 35.0, n * 16.0])
            .collect()
    };
    Strokes {
        width: 600.0,
        height: 120.0,
        strokes: vec![wave(40.0), wave(260.0)],
    }
}

/// A guide sheet of a family that moved.
pub(crate) fn guide() -> GuideSheet {
    let left = |procedure: &str, subject: &str, section: &str, belongings: &[&str]| Left {
        procedure: procedure.into(),
        subject: subject.into(),
        section: section.into(),
        place: "1階　3番窓口".into(),
        phone: "000-000-0000（内線 123）".into(),
        until: Some(day(2026, 12, 4)),
        deadline_rule: "住所が変わった日から14日以内".into(),
        belongings: belongings.iter().map(|thing| (*thing).into()).collect(),
        plain:
            "マイナンバーカードに　新しい　住所を　書きます。カードと　4つの　数字の　暗証番号が　いります。"
                .into(),
    };
    let done = |procedure: &str, subject: &str, section: &str| Done {
        procedure: procedure.into(),
        subject: subject.into(),
        section: section.into(),
    };
    GuideSheet {
        municipality: "みほん市".into(),
        number: "08-000123".into(),
        date: day(2026, 11, 24),
        done: vec![
            done(
                "転居届",
                "辻\u{E0100}　健一、葛\u{E0100}西　𠮷乃、葛\u{E0102}城　髙志",
                "市民課",
            ),
            done("国民健康保険の住所変更", "", "保険年金課"),
        ],
        left: vec![
            left(
                "マイナンバーカードの住所変更",
                "辻\u{E0100}　健一",
                "市民課",
                &[
                    "個人番号カード",
                    "カードの暗証番号（住民基本台帳用、数字4桁）",
                    "署名用電子証明書の暗証番号（英数字6桁から16桁まで）",
                ],
            ),
            left(
                "児童手当の住所変更",
                "山田　太郎",
                "子育て支援課",
                &["本人確認書類"],
            ),
            left(
                "小学校・中学校の転校",
                "山田　一郎",
                "学校教育課",
                &["在学証明書", "教科用図書給与証明書"],
            ),
            left("犬の登録事項の変更", "", "環境課", &["鑑札", "注射済票"]),
        ],
        notes: vec![
            "窓口は、月曜日から金曜日までの8時30分から17時15分までです（祝日と年末年始は休みです）。".into(),
        ],
        plain: vec![
            "この　紙は　なくさないで　ください。市役所に　来るときに　持ってきて　ください。".into(),
        ],
        qr: Some("https://mihon.example/r/08-000123?t=Q2F0cyBhcmUgbmljZQ".into()),
    }
}
