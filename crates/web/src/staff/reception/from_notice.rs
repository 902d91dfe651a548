//! What a resident told beforehand fills in. Everything can be typed over; where somebody of a protected household may be
//! meant, no address is filled in.

use madoguchi_model::address::Address;
use madoguchi_model::case::LifeEvent;
use madoguchi_model::ids::CaseId;
use madoguchi_model::postcode;
use madoguchi_model::prepared_case::PreparedPerson;
use madoguchi_model::relationship;
use madoguchi_model::resident::Sex;
use madoguchi_model::wareki;
use madoguchi_store::TenantTx;
use madoguchi_store::portal_notices::{self, Notice};
use serde_json::Value;
use uuid::Uuid;

use super::typed::{MOST_PEOPLE, TypedOutside};
use super::{Known, Typed, TypedPerson};
use crate::error::PageError;
use crate::session::Officer;
use crate::staff::cases::CaseFile;
use crate::staff::interview::by_program;
use crate::staff::notices::typed_birth;
use crate::state::AppState;

/// The notice of this id, while nobody has come; none where there is no id.
pub(super) async fn open(tx: &mut TenantTx, id: &str) -> Result<Option<Notice>, PageError> {
    let Ok(id) = id.parse::<Uuid>() else {
        return Ok(None);
    };
    let found = portal_notices::get(tx, id).await?;
    Ok(found.filter(|notice| notice.state.is_open()))
}

/// The notice has become a case, with the answers that were told. How many answers could not be read as the interview
/// asks them: they stand with the notice.
pub(super) async fn taken_up(
    app: &AppState,
    tx: &mut TenantTx,
    officer: &Officer,
    notice: &Notice,
    case: CaseId,
) -> Result<usize, PageError> {
    portal_notices::visited(tx, notice.id, case, officer.staff().id).await?;
    let file = CaseFile::load(app, tx, officer, case).await?;
    let told = notice.prepared.answers.iter();
    let read: Vec<_> = told
        .map(|(key, text)| by_program::read(&file, key, &Value::String(text.clone())))
        .collect();
    let unread = read.iter().filter(|one| one.is_err()).count();
    let given = read.into_iter().flatten().collect();
    by_program::save(app, tx, officer, &file, given).await?;
    Ok(unread)
}

impl Typed {
    /// The page with what a notice says.
    pub(super) fn with_notice(mut self, notice: &Notice, known: Known<'_>) -> Self {
        let prepared = &notice.prepared;
        self.notice = notice.id.to_string();
        self.events = prepared
            .events
            .iter()
            .map(|event| event.code().to_owned())
            .collect();
        self.moved_on = prepared.moved_on.map(wareki::format_short).unwrap_or_default();
        self.phone.clone_from(&prepared.phone);
        let new = prepared.new_address.clone().unwrap_or_default();
        if prepared.events.contains(&LifeEvent::MoveOut) {
            self.destination = TypedOutside::of(&new);
        } else {
            self.take_address(new);
        }
        if known.arriving {
            self.former = TypedOutside::of(&prepared.former_address.clone().unwrap_or_default());
            self.people = prepared.people.iter().take(MOST_PEOPLE).map(person).collect();
            if let Some(first) = self.people.first_mut()
                && first.relationship.is_empty()
                && known.household.members.is_empty()
            {
                relationship::HEAD.clone_into(&mut first.relationship);
            }
            let visits = prepared
                .people
                .iter()
                .position(|person| person.visits)
                .unwrap_or(0);
            self.visitor = format!("person-{visits}");
        }
        self
    }

    fn take_address(&mut self, address: Address) {
        self.postcode = postcode::written(&address.postcode);
        self.town = address.town;
        self.block = address.block;
        self.building = address.building;
    }
}

fn person(told: &PreparedPerson) -> TypedPerson {
    TypedPerson {
        name: told.name.written.clone(),
        kana: told.name.kana.clone(),
        birth: told.birth_date.as_ref().map(typed_birth).unwrap_or_default(),
        sex: told.sex.map(Sex::code).unwrap_or_default().to_owned(),
        relationship: told.relationship.clone(),
        ..TypedPerson::default()
    }
}
