//! Going through a long list, part by part: a list that grows while it is read has no page numbers.

use askama::Template;

use super::html_safe;

/// Links to a part of a list before this one and to the next.
#[derive(Clone, PartialEq, Eq, Debug, Default, Template)]
#[template(path = "components/pagination.html")]
pub struct Pagination {
    back: Option<Link>,
    on: Option<Link>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
struct Link {
    label: String,
    href: String,
}
html_safe!(Pagination);

impl Pagination {
    /// Links to the newest part and to the next older one; `None` where there is none.
    pub fn new(newest: Option<String>, older: Option<String>) -> Self {
        Self::labelled(("最新に戻る", newest), ("古い方へ進む", older))
    }

    /// Links back and on with words of their own; `None` where there is nothing.
    pub fn labelled(
        (back, back_href): (impl Into<String>, Option<String>),
        (on, on_href): (impl Into<String>, Option<String>),
    ) -> Self {
        let link = |label: String, href: Option<String>| href.map(|href| Link { label, href });
        Self {
            back: link(back.into(), back_href),
            on: link(on.into(), on_href),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_on_one_page_has_no_links() {
        assert_eq!(Pagination::default().to_string().trim(), "");
    }
}
