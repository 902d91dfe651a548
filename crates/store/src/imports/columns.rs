//! Columns that several statements share.

/// What an entry of the register says of a person, in `residents`, `resident_history` and the staging.
pub(super) const ENTRY: [&str; 22] = [
    "changed_on",
    "change_reason",
    "record_digest",
    "position",
    "relationship",
    "name",
    "kana",
    "kana_confirmed",
    "alphabet",
    "former_family_name",
    "alias",
    "birth_earliest",
    "birth_latest",
    "birth_text",
    "sex",
    "foreign_status",
    "address",
    "address_since",
    "resident_since",
    "registered_domicile",
    "family_register_head",
    "state",
];

/// What residents are found by, in `residents` and the staging.
pub(super) const KEYS: [&str; 5] = [
    "kana_key",
    "former_kana_key",
    "alias_kana_key",
    "address_key",
    "name_key",
];

/// The columns of a chunk of residents.
pub(super) fn staged_residents() -> String {
    let first = [
        "addressee_number",
        "history_number",
        "file_row",
        "resident_id",
        "household_id",
        "household_number",
        "head_number",
    ];
    [&first[..], &ENTRY, &KEYS, &["tokens"]].concat().join(", ")
}

/// The columns of a chunk of another system's entries.
pub(super) fn staged_facts() -> String {
    [
        "addressee_number",
        "part",
        "history_number",
        "file_row",
        "in_force",
        "says",
        "items",
        "record_digest",
    ]
    .join(", ")
}

/// The columns, each behind a table's name.
pub(super) fn of(table: &str, columns: &[&str]) -> String {
    let of: Vec<String> = columns.iter().map(|column| format!("{table}.{column}")).collect();
    of.join(", ")
}

/// Assignments of the columns from another table.
pub(super) fn assigned(from: &str, columns: &[&str]) -> String {
    let each: Vec<String> = columns
        .iter()
        .map(|column| format!("{column} = {from}.{column}"))
        .collect();
    each.join(", ")
}
