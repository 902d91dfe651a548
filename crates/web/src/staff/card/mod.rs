//! マイナンバーカード at the counter: leave for a page to use the terminal's bridge, what was read, whose card it is,
//! and how it differs from the register. Everything can be done without a card too.

mod differences;
mod matches;
pub(crate) mod numbers;
mod of_case_page;
mod panel;
mod view;

pub(crate) mod assign;
pub(crate) mod decide;
pub(crate) mod of_case;
pub(crate) mod pair;
pub(crate) mod picture;
pub(crate) mod receive;
pub(crate) mod show;
pub(crate) mod start;

pub(crate) use matches::{find as find_holder, may_be_protected, some_protected};
pub(crate) use panel::{CardPanel, PanelButton};
pub(crate) use view::ReadingView;

/// Whether a name on a card may be this person's: 字体の違い and 旧氏 or 通称 beside it are no difference.
pub(crate) fn same_name(card: &str, names: &madoguchi_model::name::Names) -> bool {
    differences::name(card, names) != differences::Verdict::Different
}

/// Whether a card may be this person's, by name, birth date and sex.
pub(crate) fn same_person(
    holder: &madoguchi_model::card_reading::CardHolder,
    person: &madoguchi_model::resident::Resident,
) -> bool {
    same_name(&holder.name, &person.names)
        && differences::birth(&holder.birth_date, &person.birth_date) != differences::Verdict::Different
        && holder.sex.is_none_or(|sex| sex == person.sex)
}
