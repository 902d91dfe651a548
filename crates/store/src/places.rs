//! Places to choose an address from: the nation's data (no tenant: nobody's data), and the buildings that the
//! municipality's own register knows.

use std::collections::BTreeSet;

use madoguchi_model::address_key::fold;
use madoguchi_model::romaji::romaji_key;

use crate::{StoreError, TenantTx};

/// The most choices of one kind.
const MOST: i64 = 60;

/// A 町字 or what a 郵便番号 stands for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Place {
    /// 全国地方公共団体コード, six digits.
    pub municipality_code: String,
    /// 町字ID; empty where only 郵便番号データ know the place.
    pub town_code: String,
    /// 郵便番号, seven digits; empty where it is not known.
    pub postcode: String,
    /// 都道府県.
    pub prefecture: String,
    /// 市区町村, with its 郡.
    pub city: String,
    /// 町字; empty for all of the 市区町村.
    pub town: String,
    /// Its reading.
    pub kana: String,
    /// What 郵便番号データ say of when it is this one.
    pub condition: String,
    /// The building that has a 郵便番号 of its own, with its floor.
    pub building: String,
    /// 番地 of an office that has a 郵便番号 of its own.
    pub block: String,
    /// That office.
    pub office: String,
}

/// What a 郵便番号 stands for. 町字 of the registry where they say the same as 郵便番号データ, so that the 町字ID is known.
pub async fn by_postcode(tx: &mut TenantTx, postcode: &str) -> Result<Vec<Place>, StoreError> {
    Ok(sqlx::query_as!(
        Place,
        r#"SELECT p.municipality_code AS "municipality_code!", coalesce(t.town_code, '') AS "town_code!",
            p.postcode AS "postcode!", p.prefecture AS "prefecture!", p.city AS "city!",
            coalesce(t.name, p.town) AS "town!", coalesce(t.kana, p.kana) AS "kana!", p.condition AS "condition!",
            p.building AS "building!", p.block AS "block!", p.office AS "office!"
           FROM reference.postcodes p
           LEFT JOIN reference.towns t ON t.municipality_code = p.municipality_code AND p.town_key <> ''
            AND t.town_key = p.town_key AND p.office = ''
           WHERE p.postcode = $1
           UNION
           SELECT t.municipality_code, t.town_code, t.postcode, t.prefecture, t.city, t.name, t.kana, '', '', '', ''
           FROM reference.towns t WHERE t.postcode = $1 AND NOT EXISTS (
            SELECT FROM reference.postcodes p WHERE p.postcode = $1 AND p.municipality_code = t.municipality_code
                AND p.town_key = t.town_key)
           ORDER BY 1, 7, 6, 9 LIMIT $2"#,
        postcode,
        MOST
    )
    .fetch_all(tx.connection())
    .await?)
}

/// 町字 whose name, reading or ローマ字 begins with what was typed: of one 市区町村 (then also those that hold it within
/// the name), or of all Japan. Those of the registry come with their 町字ID; where there are none of a 市区町村, those of
/// 郵便番号データ.
pub async fn towns(
    tx: &mut TenantTx,
    municipality_code: Option<&str>,
    typed: &str,
) -> Result<Vec<Place>, StoreError> {
    let (key, sound) = (fold(typed), romaji_key(typed));
    if key.is_empty() && municipality_code.is_none() {
        return Ok(Vec::new());
    }
    // What is typed in kanji has no sound.
    let sound = if sound.len() < 2 {
        "\u{1}".to_owned()
    } else {
        sound
    };
    let (from, to) = (key.clone(), format!("{key}\u{10FFFF}"));
    let (sound_from, sound_to) = (sound.clone(), format!("{sound}~"));
    let rows = match municipality_code {
        Some(code) => {
            sqlx::query_as!(
                Place,
                r#"SELECT municipality_code AS "municipality_code!", town_code AS "town_code!", postcode AS "postcode!",
                    prefecture AS "prefecture!", city AS "city!", town AS "town!", kana AS "kana!",
                    condition AS "condition!", '' AS "building!", '' AS "block!", '' AS "office!"
                   FROM (
                    SELECT municipality_code, town_code, postcode, prefecture, city, name AS town, kana, '' AS condition,
                        town_key, kana_key, romaji_key
                    FROM reference.towns WHERE municipality_code = $1
                    UNION ALL
                    SELECT municipality_code, '', postcode, prefecture, city, town, kana, condition, town_key, kana_key,
                        romaji_key
                    FROM reference.postcodes p WHERE municipality_code = $1 AND office = '' AND building = ''
                        AND town <> '' AND NOT EXISTS (
                            SELECT FROM reference.towns t WHERE t.municipality_code = $1)
                   ) AS known
                   WHERE strpos(town_key, $2) > 0 OR kana_key ^@ $2 OR romaji_key ^@ $3
                   ORDER BY NOT (town_key ^@ $2), kana, town LIMIT $4"#,
                code,
                key,
                sound,
                MOST
            )
            .fetch_all(tx.connection())
            .await?
        }
        None => {
            sqlx::query_as!(
                Place,
                r#"SELECT municipality_code AS "municipality_code!", town_code AS "town_code!", postcode AS "postcode!",
                    prefecture AS "prefecture!", city AS "city!", town AS "town!", kana AS "kana!",
                    condition AS "condition!", '' AS "building!", '' AS "block!", '' AS "office!"
                   FROM (
                    (SELECT municipality_code, town_code, postcode, prefecture, city, name AS town, kana, '' AS condition
                     FROM reference.towns
                     WHERE town_key BETWEEN $1 AND $2 OR kana_key BETWEEN $1 AND $2 OR romaji_key BETWEEN $3 AND $4
                     ORDER BY municipality_code, town_code LIMIT $5)
                    UNION ALL
                    (SELECT municipality_code, '', postcode, prefecture, city, town, kana, condition
                     FROM reference.postcodes p
                     WHERE (town_key BETWEEN $1 AND $2 OR kana_key BETWEEN $1 AND $2 OR romaji_key BETWEEN $3 AND $4)
                        AND office = '' AND building = '' AND town <> ''
                        AND NOT EXISTS (SELECT FROM reference.towns t
                            WHERE t.municipality_code = p.municipality_code AND t.town_key = p.town_key)
                     ORDER BY municipality_code, postcode LIMIT $5)
                   ) AS known ORDER BY municipality_code, kana LIMIT $5"#,
                from,
                to,
                sound_from,
                sound_to,
                MOST
            )
            .fetch_all(tx.connection())
            .await?
        }
    };
    Ok(rows)
}

/// The 町字 that an address below its 市区町村 begins with, the longest first: several where two have one name.
pub async fn at_beginning(
    tx: &mut TenantTx,
    municipality_code: &str,
    text: &str,
) -> Result<Vec<Place>, StoreError> {
    let key = fold(text);
    let rows = sqlx::query!(
        r#"SELECT municipality_code, town_code, postcode, prefecture, city, name, kana, town_key FROM reference.towns
           WHERE municipality_code = $1 AND town_key <> '' AND left($2, length(town_key)) = town_key
           ORDER BY length(town_key) DESC, town_code LIMIT 10"#,
        municipality_code,
        key
    )
    .fetch_all(tx.connection())
    .await?;
    // 「本町1」 is not the beginning of 「本町12-3」.
    let begins = |town: &str| {
        let next = key.get(town.len()..).and_then(|rest| rest.chars().next());
        !(town.ends_with(|c: char| c.is_ascii_digit()) && next.is_some_and(|c| c.is_ascii_digit()))
    };
    let mut found: Vec<Place> = Vec::new();
    let mut length = 0;
    for row in rows.into_iter().filter(|row| begins(&row.town_key)) {
        if !found.is_empty() && row.town_key.len() < length {
            break;
        }
        length = row.town_key.len();
        found.push(Place {
            municipality_code: row.municipality_code,
            town_code: row.town_code,
            postcode: row.postcode,
            prefecture: row.prefecture,
            city: row.city,
            town: row.name,
            kana: row.kana,
            ..Place::default()
        });
    }
    Ok(found)
}

/// 番地・号 of a 町字 that begin with what was typed, in their order. Without anything typed, 街区 come first.
pub async fn numbers(
    tx: &mut TenantTx,
    municipality_code: &str,
    town_code: &str,
    typed: &str,
) -> Result<Vec<String>, StoreError> {
    let key = fold(typed);
    Ok(sqlx::query_scalar!(
        r#"SELECT number FROM reference.numbers
           WHERE municipality_code = $1 AND town_code = $2 AND number_key ^@ $3
           GROUP BY number, kind, first, second, third
           ORDER BY NOT (min(number_key) = $3 OR min(number_key) ^@ ($3 || '-')),
            CASE kind WHEN 'block' THEN 0 WHEN 'residence' THEN 1 ELSE 2 END, first, second, third, number LIMIT $4"#,
        municipality_code,
        town_code,
        key,
        MOST
    )
    .fetch_all(tx.connection())
    .await?)
}

/// Names of the buildings that the register knows at a 町字 and 番地, by what [`fold`] makes of the two: 方書 without
/// room numbers. Never from a household under a protective measure, and never 「○○方」, which names a person.
pub async fn buildings(tx: &mut TenantTx, address_key: &str) -> Result<Vec<String>, StoreError> {
    if address_key.is_empty() {
        return Ok(Vec::new());
    }
    let tenant = tx.tenant();
    let (from, to) = (format!("{address_key}-"), format!("{address_key}-~"));
    let known = sqlx::query_scalar!(
        r#"SELECT DISTINCT r.address->>'building' AS "building!" FROM residents r
           WHERE r.tenant_id = $1 AND (r.address_key = $2 OR r.address_key BETWEEN $3 AND $4) AND r.state = 'current'
            AND r.address->>'building' <> '' AND NOT EXISTS (
                SELECT FROM residents h WHERE h.tenant_id = $1 AND h.household_id = r.household_id
                    AND h.protective_measure <> 'none')
           LIMIT 500"#,
        tenant,
        address_key,
        from,
        to
    )
    .fetch_all(tx.connection())
    .await?;
    let names: BTreeSet<String> = known.iter().filter_map(|text| building(text)).collect();
    Ok(names
        .into_iter()
        .take(usize::try_from(MOST).unwrap_or(60))
        .collect())
}

/// The name of a building without its room; none where it names a person.
fn building(text: &str) -> Option<String> {
    let text = text.trim();
    let room = |c: char| c.is_numeric() || "-－−‐号室階棟ＦF　 ".contains(c) || c.is_ascii_alphabetic();
    let name = text.trim_end_matches(room);
    // 「A棟」 or 「101」 alone are no name to keep.
    let name = if name.is_empty() { return None } else { name.trim() };
    (!name.ends_with('方') && !name.contains("様方")).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::building;

    #[test]
    fn a_room_goes_and_a_person_is_never_named() {
        assert_eq!(building("コーポ本町　101号室").as_deref(), Some("コーポ本町"));
        assert_eq!(building("緑が丘ハイツ２０３").as_deref(), Some("緑が丘ハイツ"));
        assert_eq!(building("メゾン港A-5").as_deref(), Some("メゾン港"));
        for none in ["山田方", "鈴木様方 2階", "101号室", ""] {
            assert_eq!(building(none), None, "{none}");
        }
    }
}
