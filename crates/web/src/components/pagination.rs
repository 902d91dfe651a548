//! Going through a long list from the newest to older ones: a list that grows while it is read has no page numbers.

use askama::Template;

use super::html_safe;

/// Links to the beginning and to the next part of a list.
#[derive(Clone, PartialEq, Eq, Debug, Default, Template)]
#[template(path = "components/pagination.html")]
pub struct Pagination {
    newest: Option<String>,
    older: Option<String>,
}
html_safe!(Pagination);

impl Pagination {
    /// Links to the newest part and to the next older one; `None` where there is none.
    pub fn new(newest: Option<String>, older: Option<String>) -> Self {
        Self { newest, older }
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
