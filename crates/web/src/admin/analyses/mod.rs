//! 操作ログの分析: standard analyses of the audit record, each with a period, a filter, the way to the entries and a file.

pub(crate) mod csv;
mod kind;
pub(crate) mod list;
pub(crate) mod person;
mod query;
pub(crate) mod settings;
pub(crate) mod show;
mod table;
#[cfg(test)]
mod tests;
