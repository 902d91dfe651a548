//! The reception page with what was typed and what is wrong with it.

use askama::Template;
use madoguchi_model::case::{IdentityDocument, LifeEvent};
use madoguchi_model::resident::{ProtectiveMeasure, ResidentState};
use madoguchi_model::wareki;
use madoguchi_store::residents::ResidentHit;

use super::choosing::Choosing;
use super::person_card::PersonCard;
use super::typed::TypedOutside;
use super::{Known, Typed, TypedPerson, similar, visitor};
use crate::components::{Choice, Choices, FormErrors, InputKind, ProtectionBanner, TextField, Width};
use crate::form_data::FormData;
use crate::page::Chrome;
use crate::staff::cases::{CaseFrame, Editing};
use crate::staff::people::{AddressLine, PersonView, household_measure};

/// Where the form goes, and what its button says.
pub(super) struct Way {
    /// The resident the case was begun from; empty when a case is changed, and where people move in by themselves.
    pub(super) resident: String,
    /// Where the form is sent.
    pub(super) action: String,
    /// The button.
    pub(super) submit: &'static str,
    /// The page before.
    pub(super) back: String,
    /// Its name.
    pub(super) back_label: &'static str,
}

/// A resident like someone who was entered.
struct Similar {
    href: String,
    name: String,
    kana: String,
    born: String,
    sex: &'static str,
    address: AddressLine,
    state: &'static str,
    addressee_number: String,
    decision: Choices,
}

/// Someone who is being entered, beside them.
struct EnteredRow {
    name: String,
    kana: String,
    born: String,
}

/// The page.
#[derive(Template)]
#[template(path = "staff/reception/page.html")]
pub(super) struct ReceptionPage {
    chrome: Chrome,
    frame: Option<CaseFrame>,
    head: String,
    arriving: bool,
    joins: bool,
    may_edit: bool,
    protection: ProtectionBanner,
    action: String,
    submit: &'static str,
    back: String,
    back_label: &'static str,
    resident: String,
    key: String,
    version: String,
    card: String,
    notice: String,
    events: Choices,
    members: Choices,
    people: Vec<PersonCard>,
    domicile: TextField,
    register_head: TextField,
    similar: Vec<Similar>,
    entered: Vec<EnteredRow>,
    moved_on: TextField,
    filed_on: TextField,
    postcode: TextField,
    town: TextField,
    block: TextField,
    building: TextField,
    former: [TextField; 4],
    former_head: TextField,
    destination: [TextField; 4],
    destination_abroad: Choices,
    visitor: Choices,
    visitor_name: TextField,
    visitor_address: TextField,
    power_of_attorney: Choices,
    phone: TextField,
    identity: Choices,
    choosing: Choosing,
}

impl ReceptionPage {
    /// The page.
    pub(super) fn new(
        chrome: Chrome,
        typed: &Typed,
        known: Known<'_>,
        errors: &FormErrors,
        way: Way,
    ) -> Self {
        let measure = household_measure(&known.household.members);
        Self {
            chrome: chrome.errors(errors),
            frame: None,
            head: head(known),
            arriving: known.arriving,
            joins: known.joins(),
            may_edit: true,
            protection: ProtectionBanner::new(measure),
            action: way.action,
            submit: way.submit,
            back: way.back,
            back_label: way.back_label,
            resident: way.resident,
            key: typed.key.clone(),
            version: typed.version.clone(),
            card: typed.card.clone(),
            notice: typed.notice.clone(),
            events: events(typed, known, errors),
            members: members(typed, known, errors),
            people: people(typed, None, errors),
            domicile: text("domicile", "本籍", &typed.domicile, errors)
                .hint(if known.withheld.is_some() {
                    "支援措置のため表示していません。変えないときは空欄のままにしてください。"
                } else {
                    "分からないときは空欄のままで構いません"
                })
                .width(Width::Full),
            register_head: text("register_head", "筆頭者", &typed.register_head, errors).person_name(),
            similar: Vec::new(),
            entered: Vec::new(),
            moved_on: moved_on(typed, known, errors),
            filed_on: text("filed_on", "届出日", &typed.filed_on, errors)
                .width(Width::Short)
                .required(),
            postcode: postcode("here", "postcode", &typed.postcode, errors),
            town: town(typed, known, errors).choices("here", "town"),
            block: text("block", "番地・号", &typed.block, errors)
                .hint("例：2番3号")
                .choices("here", "block")
                .width(Width::Short),
            building: text("building", "方書（建物名・部屋番号）", &typed.building, errors)
                .choices("here", "building"),
            former: outside("former", &typed.former, known, errors),
            former_head: text("former_head", "前の世帯主", &typed.former_head, errors)
                .hint("転入する人の中にいるときは空欄")
                .person_name(),
            destination: outside("destination", &typed.destination, known, errors),
            destination_abroad: Choices::several(
                "destination_abroad",
                "国外への転出",
                [Choice::new("yes", "国外へ1年以上の予定で転出する")],
            )
            .selected(typed.destination_abroad.then_some("yes")),
            visitor: visitor(typed, known, errors),
            visitor_name: text("visitor_name", "代理人の氏名", &typed.visitor_name, errors).person_name(),
            visitor_address: text("visitor_address", "代理人の住所", &typed.visitor_address, errors)
                .hint(if known.withheld.is_some() {
                    "支援措置のため表示していません。変えないときは空欄のままにしてください。"
                } else {
                    ""
                })
                .width(Width::Full),
            power_of_attorney: power_of_attorney(typed, errors),
            phone: text("phone", "電話番号", &typed.phone, errors)
                .hint(if known.withheld.is_some() {
                    "支援措置のため表示していません。変えないときは空欄のままにしてください。"
                } else {
                    "申請書に印字します。聞かないときは空欄のままで構いません。"
                })
                .kind(InputKind::Telephone)
                .width(Width::Short),
            identity: identity(typed, errors),
            choosing: Choosing::default(),
        }
    }

    /// The page of a case that is there already, with its steps.
    pub(super) fn of_case(mut self, frame: CaseFrame, editing: &Editing) -> Self {
        self.may_edit = editing.allowed();
        self.frame = Some(frame);
        self
    }

    /// The page with choices for one of its addresses.
    pub(super) fn choosing(mut self, choosing: Choosing) -> Self {
        self.choosing = choosing;
        self
    }

    /// The page after a row of people was added or removed, with the cursor in a row.
    pub(super) fn with_cursor(mut self, typed: &Typed, row: usize) -> Self {
        self.people = people(typed, Some(row), &FormErrors::new());
        self
    }

    /// The page that asks of each of these residents whether they are the very people who are being entered.
    pub(super) fn asking_about(
        mut self,
        typed: &Typed,
        similar: &[ResidentHit],
        form: &FormData,
        errors: &FormErrors,
    ) -> Self {
        self.similar = similar
            .iter()
            .map(|hit| Similar::new(hit, form, errors))
            .collect();
        let row = |person: &TypedPerson| EnteredRow {
            name: person.name.clone(),
            kana: person.kana.clone(),
            born: person.birth.clone(),
        };
        self.entered = typed.people.iter().map(row).collect();
        self
    }
}

impl Similar {
    fn new(hit: &ResidentHit, form: &FormData, errors: &FormErrors) -> Self {
        let field = similar::field(hit.id);
        // The address of one is the address of all who live together.
        let measure = if hit.household_protected {
            ProtectiveMeasure::InForce
        } else {
            hit.protective_measure
        };
        let choices = [
            Choice::new("other", "別の人です"),
            Choice::new("same", "同じ人です（再転入）"),
        ];
        let decided = form.raw(&field);
        Self {
            href: format!("/residents/{}", hit.id),
            name: hit.name.written.clone(),
            kana: hit.name.kana.clone(),
            born: wareki::format_register(&hit.birth_date),
            sex: hit.sex.label(),
            address: AddressLine::new(&hit.address, measure, false),
            state: hit.state.label(),
            addressee_number: hit.addressee_number.clone(),
            decision: Choices::one(&field, format!("{}さん", hit.name.written), choices)
                .selected((!decided.is_empty()).then_some(decided))
                .error(errors.on(&field))
                .required(),
        }
    }
}

/// The name the household goes by: its head's, or its first member's.
fn head(known: Known<'_>) -> String {
    let head = known.household.head().or_else(|| known.household.members.first());
    head.map(|head| head.names.name.written.clone())
        .unwrap_or_default()
}

fn text(name: &str, label: &str, value: &str, errors: &FormErrors) -> TextField {
    TextField::new(name, label).value(value).error(errors.on(name))
}

fn events(typed: &Typed, known: Known<'_>, errors: &FormErrors) -> Choices {
    let choices = known
        .events()
        .into_iter()
        .map(|event| Choice::new(event.code(), event.label()));
    Choices::several("events", "用件", choices)
        .selected(typed.events.iter().map(String::as_str))
        .error(errors.on("events"))
        .required()
        .inline()
}

fn members(typed: &Typed, known: Known<'_>, errors: &FormErrors) -> Choices {
    let measure = household_measure(&known.household.members);
    let here = known
        .household
        .members
        .iter()
        .filter(|member| matches!(member.state, ResidentState::Current | ResidentState::Dead));
    let choices = here.map(|member| {
        let person = PersonView::new(member, measure, false, known.today);
        let note = match member.state {
            ResidentState::Dead => format!("{}　{}　死亡", person.relationship, person.born),
            _ => format!("{}　{}　{}", person.relationship, person.born, person.age),
        };
        Choice::new(person.id, person.name).note(note).person_name()
    });
    Choices::several("members", "対象の人", choices)
        .selected(typed.members.iter().map(String::as_str))
        .hint("世帯の一部の人だけのときは、対象でない人の印を外してください。")
        .error(errors.on("members"))
        .required()
}

fn people(typed: &Typed, cursor: Option<usize>, errors: &FormErrors) -> Vec<PersonCard> {
    let only = typed.people.len() == 1;
    let rows = typed.people.iter().enumerate();
    rows.map(|(row, person)| PersonCard::new(row, person, only, cursor, errors))
        .collect()
}

fn moved_on(typed: &Typed, known: Known<'_>, errors: &FormErrors) -> TextField {
    let label = if known.arriving {
        super::dates::name(LifeEvent::MoveIn)
    } else {
        "異動日（引っ越した日・転出予定日）"
    };
    text("moved_on", label, &typed.moved_on, errors)
        .hint("例：R8.11.20、11/20、今日")
        .width(Width::Short)
}

fn town(typed: &Typed, known: Known<'_>, errors: &FormErrors) -> TextField {
    text("town", "町字", &typed.town, errors)
        .hint(if known.withheld.is_some() {
            "支援措置のため表示していません。変えないときは、町字・番地・方書を空欄のままにしてください。"
        } else if known.joins() {
            "入る世帯と同じ住所のときは空欄のままで構いません。"
        } else {
            "漢字・かなの初めの部分でも入力できます。例：本町1、ほんちょう"
        })
        .suggestions(known.towns.iter().map(|town| town.name.clone()))
}

fn postcode(place: &str, name: &str, typed: &str, errors: &FormErrors) -> TextField {
    text(name, "郵便番号", typed, errors)
        .hint("例：273-0005。分からないときは空欄")
        .choices(place, "postcode")
        .width(Width::Short)
}

/// The fields of an address outside the municipality.
fn outside(stem: &str, typed: &TypedOutside, known: Known<'_>, errors: &FormErrors) -> [TextField; 4] {
    let name = |part: &str| format!("{stem}_{part}");
    let hint = if known.withheld.is_some() {
        "支援措置のため表示していません。変えないときは空欄のままにしてください。"
    } else {
        "例：船橋市、ふなばし、東京都府中市。国外は国名"
    };
    [
        postcode(stem, &name("postcode"), &typed.postcode, errors),
        text(&name("city"), "都道府県・市区町村", &typed.city, errors).hint(hint),
        text(&name("rest"), "町名・番地", &typed.rest, errors).choices(stem, "rest"),
        text(&name("building"), "建物名・部屋番号", &typed.building, errors).choices(stem, "building"),
    ]
}

fn visitor(typed: &Typed, known: Known<'_>, errors: &FormErrors) -> Choices {
    let entered = typed.people.iter().enumerate().map(|(row, person)| {
        let name = person.name.trim();
        let value = format!("person-{row}");
        if name.is_empty() {
            Choice::new(value, format!("{}人目に入力する人", row + 1))
        } else {
            Choice::new(value, name)
                .note(person.relationship.clone())
                .person_name()
        }
    });
    let members = visitor::adults(known.household, known.today).map(|member| {
        Choice::new(member.id.to_string(), member.names.name.written.clone())
            .note(member.relationship.clone())
            .person_name()
    });
    let outside = visitor::OUTSIDE.map(|kind| Choice::new(kind.code(), kind.label()));
    Choices::one("visitor", "来庁者", entered.chain(members).chain(outside))
        .selected([typed.visitor.as_str()])
        .error(errors.on("visitor"))
        .required()
}

fn power_of_attorney(typed: &Typed, errors: &FormErrors) -> Choices {
    Choices::several(
        "power_of_attorney",
        "委任状（任意代理人のとき）",
        [Choice::new("seen", "確認した")],
    )
    .selected(typed.power_of_attorney.then_some("seen"))
    .error(errors.on("power_of_attorney"))
}

fn identity(typed: &Typed, errors: &FormErrors) -> Choices {
    let choices = IdentityDocument::ALL.map(|kind| Choice::new(kind.code(), kind.label()));
    Choices::one("identity", "本人確認書類", choices)
        .selected([typed.identity.as_str()])
        .hint("種類だけを記録します。番号は控えません。")
        .error(errors.on("identity"))
}

/// The lead of a page that receives: today in 和暦.
pub(super) fn today_line(known: Known<'_>) -> String {
    format!("受付日　{}", wareki::format(known.today))
}
