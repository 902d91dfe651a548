//! What each tenant of a test database has.

use chrono::NaiveDate;
use madoguchi_model::address::Address;
use madoguchi_model::case::{Case, CaseMember, LifeEvent, Visitor, VisitorKind};
use madoguchi_model::household::Household;
use madoguchi_model::ids::{HouseholdId, ResidentId, SectionId, StaffId};
use madoguchi_model::municipality::Municipality;
use madoguchi_model::name::{Names, WrittenName};
use madoguchi_model::register_date::RegisterDate;
use madoguchi_model::resident::{
    Circumstances, HealthInsurance, PensionCategory, ProtectiveMeasure, Resident, ResidentState, Sex,
};
use madoguchi_model::staff::{Role, Section, Staff};

use crate::cases::{CaseFilter, NewCase};
use crate::{Owner, Store, TenantScope, cases, households, load, sections, staff, tenants};

/// One tenant with two sections, staff, a household of four and an open case.
pub struct Sample {
    /// The tenant.
    pub scope: TenantScope,
    /// 市民課 and 国保年金課.
    pub sections: Vec<Section>,
    /// One of every role, in the order of [`Role::ALL`]; the front desk and the administrator work in the first
    /// section, the others in the second. Nobody can sign in: the password hashes are none.
    pub staff: Vec<Staff>,
    /// A household of four.
    pub household: Household,
    /// An open 転居 of the whole household.
    pub case: Case,
}

impl Sample {
    /// The member of staff with a role.
    ///
    /// # Panics
    /// Never: there is one of every role.
    #[must_use]
    pub fn staff(&self, role: Role) -> &Staff {
        self.staff
            .iter()
            .find(|staff| staff.role == role)
            .expect("there is one of every role")
    }

    /// Reads a tenant of a database, in the order they were founded.
    pub(super) async fn of(store: &Store, index: usize) -> Self {
        let scope = tenants::all(store).await.expect("tenants can be listed")[index];
        let mut tx = store.begin(&scope).await.expect("a transaction begins");
        let filter = CaseFilter {
            limit: 1,
            ..CaseFilter::default()
        };
        let summary = cases::list(&mut tx, &filter)
            .await
            .expect("cases can be listed")
            .remove(0);
        let case = cases::get(&mut tx, summary.id)
            .await
            .expect("the case can be read")
            .expect("it is there");
        let household = case.household_id.expect("the sample's people are registered");
        let household = households::get(&mut tx, household).await.expect("it can be read");
        let sections = sections::list(&mut tx).await.expect("sections can be listed");
        let mut staff = staff::list(&mut tx).await.expect("staff can be listed");
        staff.sort_by_key(|staff| staff.role);
        tx.commit().await.expect("a read commits");
        Self {
            scope,
            sections,
            staff,
            household: household.expect("it is there"),
            case,
        }
    }
}

/// Founds a tenant and fills it.
pub(super) async fn sample(owner: &Owner, store: &Store, code: &str, name: &str, host: &str) {
    let municipality = Municipality {
        code: code.into(),
        prefecture: "見本県".into(),
        name: name.into(),
        kana: "ミホン".into(),
    };
    let scope = owner
        .create_tenant(&municipality, &[host.into()])
        .await
        .expect("a tenant can be founded");
    let mut tx = store.begin(&scope).await.expect("a transaction begins");
    let section = |code: &str, name: &str, id| Section {
        id,
        code: code.into(),
        name: name.into(),
        place: "1階".into(),
        phone: "100".into(),
    };
    let (front, back) = (SectionId(tx.new_id()), SectionId(tx.new_id()));
    for section in [
        section("resident_affairs", "市民課", front),
        section("national_health_insurance", "国保年金課", back),
    ] {
        sections::create(&mut tx, &section)
            .await
            .expect("a section can be made");
    }
    for role in Role::ALL {
        let section_id = if matches!(role, Role::FrontDesk | Role::Administrator) {
            front
        } else {
            back
        };
        let sign_in_name = format!("{role:?}").to_lowercase();
        let id = StaffId(tx.new_id());
        let display_name = role.label().to_owned();
        let person = Staff {
            id,
            sign_in_name,
            display_name,
            role,
            section_id,
            active: true,
        };
        staff::create(&mut tx, &person, "no password", false)
            .await
            .expect("staff can be made");
    }
    let household = household(HouseholdId(tx.new_id()), code, || ResidentId(tx.new_id()));
    load::households(&mut tx, std::slice::from_ref(&household))
        .await
        .expect("a household can be loaded");
    let by = staff::list(&mut tx).await.expect("staff can be listed");
    let by = by
        .iter()
        .find(|staff| staff.role == Role::FrontDesk)
        .expect("there is one")
        .id;
    let case = new_case(&household, tx.today());
    cases::create(&mut tx, &case, by)
        .await
        .expect("a case can be opened");
    tx.commit().await.expect("the sample commits");
}

fn new_case(household: &Household, today: NaiveDate) -> NewCase {
    let members = household.members.iter().map(|member| CaseMember {
        resident_id: member.id,
        moves: true,
        entered: None,
    });
    NewCase {
        household_id: Some(household.id),
        events: vec![LifeEvent::MoveWithin],
        members: members.collect(),
        visitor: Visitor {
            kind: VisitorKind::Self_,
            resident_id: household.members.first().map(|head| head.id),
            name: String::new(),
            address: String::new(),
            phone: String::new(),
            identity: None,
            power_of_attorney: false,
        },
        moved_on: None,
        filed_on: today,
        new_address: None,
        former_address: None,
        release_hash: "test".into(),
        overlay_hash: None,
        idempotency_key: "sample".into(),
    }
}

/// A household of four: 辻󠄀　太郎, his wife and two children.
///
/// # Panics
/// Never: the birth dates are days of the calendar.
pub fn household(id: HouseholdId, number: &str, mut new_id: impl FnMut() -> ResidentId) -> Household {
    let members = [
        ("世帯主", "太郎", "タロウ", Sex::Male, "1984-04-02"),
        ("妻", "花子", "ハナコ", Sex::Female, "1986-11-30"),
        ("子", "一郎", "イチロウ", Sex::Male, "2015-04-01"),
        ("子", "桜", "サクラ", Sex::Female, "2019-02-28"),
    ];
    let members = members
        .into_iter()
        .zip(1..)
        .map(|((relationship, given, kana, sex, born), position)| {
            let name = WrittenName {
                written: format!("辻\u{e0100}\u{3000}{given}"),
                kana: format!("ツジ\u{3000}{kana}"),
                kana_confirmed: true,
            };
            let mut person = resident(new_id(), id, &format!("{number:0>14}{position}"), name);
            person.relationship = relationship.into();
            person.position = position;
            person.sex = sex;
            person.birth_date = RegisterDate::Known(born.parse().expect("a day of the calendar"));
            person
        });
    Household {
        id,
        household_number: format!("{number:0>15}"),
        members: members.collect(),
    }
}

/// A resident with a name and nothing remarkable, born on 1 January 1980.
///
/// # Panics
/// Never: the dates are days of the calendar.
#[must_use]
pub fn resident(
    id: ResidentId,
    household: HouseholdId,
    addressee_number: &str,
    name: WrittenName,
) -> Resident {
    let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).expect("1 January is in every year");
    Resident {
        id,
        addressee_number: Some(addressee_number.into()),
        household_id: household,
        position: 1,
        relationship: "世帯主".into(),
        names: Names {
            name,
            alphabet: None,
            former_family_name: None,
            alias: None,
        },
        birth_date: RegisterDate::Known(day(1980)),
        sex: Sex::Female,
        foreign: None,
        address: Address {
            municipality_code: "000019".into(),
            town_code: "0001001".into(),
            postcode: "0000001".into(),
            prefecture: "見本県".into(),
            city: "みほん市".into(),
            town: "本町一丁目".into(),
            block: "2番3号".into(),
            building: String::new(),
        },
        address_since: RegisterDate::Known(day(2010)),
        resident_since: RegisterDate::Known(day(2010)),
        registered_domicile: "見本県みほん市本町一丁目2番地".into(),
        family_register_head: "見本　太郎".into(),
        state: ResidentState::Current,
        protective_measure: ProtectiveMeasure::None,
        circumstances: Some(Circumstances {
            health_insurance: HealthInsurance::National,
            pension: PensionCategory::First,
            ..Circumstances::NOTHING
        }),
    }
}
