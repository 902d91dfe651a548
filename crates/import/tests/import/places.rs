//! National data of places, in the files' own forms. The rows are made after the published formats; every trap of the
//! real files is among them.

use encoding_rs::SHIFT_JIS;
use madoguchi_import::{
    NumberKind, PlaceFile, PlaceOutcome, PlaceReader, PlaceRow, PostcodeRow, Reason, TownRow,
};

fn read(file: &[u8]) -> (PlaceFile, Vec<PlaceRow>, Vec<(u64, Reason)>, usize) {
    let today = "2026-11-28".parse().unwrap();
    let mut reader = PlaceReader::new(file, today).unwrap();
    let (mut rows, mut rejects, mut passed) = (Vec::new(), Vec::new(), 0);
    while let Some(outcome) = reader.read().unwrap() {
        match outcome {
            PlaceOutcome::Rows(some) => rows.extend(some),
            PlaceOutcome::Rejected(reject) => rejects.push((reject.row, reject.reason)),
            PlaceOutcome::NotInForce => passed += 1,
        }
    }
    (reader.kind(), rows, rejects, passed)
}

fn postcodes(rows: Vec<PlaceRow>) -> Vec<PostcodeRow> {
    rows.into_iter()
        .map(|row| match row {
            PlaceRow::Postcode(row) => row,
            other => panic!("{other:?}"),
        })
        .collect()
}

/// A row of `ken_all.csv`.
fn ken_all(code: &str, postcode: &str, names: [&str; 3], kana: &str) -> String {
    let [prefecture, city, town] = names;
    format!(
        "{code},\"{}  \",\"{postcode}\",\"ｹﾝ\",\"ｼ\",\"{kana}\",\"{prefecture}\",\"{city}\",\"{town}\",0,0,0,0,0,0\r\n",
        &postcode[..3]
    )
}

fn one(code: &str, city: &str, town: &str, kana: &str) -> Vec<PostcodeRow> {
    let text = ken_all(code, "9990001", ["みほん県", city, town], kana);
    let (sjis, ..) = SHIFT_JIS.encode(&text);
    let (kind, rows, rejects, _) = read(&sjis);
    assert_eq!((kind, rejects.len()), (PlaceFile::Postcodes, 0));
    let utf8 = read(text.as_bytes());
    assert_eq!(utf8.1, rows, "both encodings say the same");
    postcodes(rows)
}

fn towns(code: &str, city: &str, town: &str, kana: &str) -> Vec<String> {
    one(code, city, town, kana)
        .into_iter()
        .map(|row| row.town)
        .collect()
}

#[test]
fn a_plain_town_has_its_code_and_its_reading() {
    let rows = one("12204", "船橋市", "本町", "ﾎﾝﾁｮｳ");
    let [row] = &rows[..] else { panic!() };
    assert_eq!((&*row.municipality_code, &*row.postcode), ("122041", "9990001"));
    assert_eq!(
        (&*row.town, &*row.kana, &*row.condition),
        ("本町", "ホンチョウ", "")
    );
    assert_eq!(one("12204", "船橋市", "画ヶ谷", "ｶﾞｶﾞﾔ")[0].kana, "ガガヤ");
}

#[test]
fn what_is_no_town_is_none() {
    for town in [
        "以下に掲載がない場合",
        "みほん町の次に番地がくる場合",
        "みほん町の次に１～４２６番地がくる場合（川東）",
        "みほん町一円",
    ] {
        assert_eq!(towns("08546", "見本郡みほん町", town, "ｲｶ"), [""], "{town}");
    }
    // 多賀町一円 is a town.
    assert_eq!(towns("25443", "犬上郡多賀町", "一円", "ｲﾁｴﾝ"), ["一円"]);
}

#[test]
fn brackets_are_lists_or_conditions() {
    let many = towns(
        "01101",
        "札幌市中央区",
        "大通西（１～１９丁目）",
        "ｵｵﾄﾞｵﾘﾆｼ(1-19ﾁｮｳﾒ)",
    );
    assert_eq!(
        (many.len(), &*many[0], &*many[18]),
        (19, "大通西一丁目", "大通西十九丁目")
    );
    assert_eq!(
        towns("01210", "岩見沢市", "栗沢町（宮村、美流渡）", "ｸﾘｻﾜﾁｮｳ(ﾐﾔﾑﾗ､ﾐﾙﾄ)"),
        ["栗沢町宮村", "栗沢町美流渡"]
    );
    let rest = one("01210", "岩見沢市", "栗沢町（その他）", "ｸﾘｻﾜﾁｮｳ(ｿﾉﾀ)");
    assert_eq!(
        (&*rest[0].town, &*rest[0].condition, &*rest[0].kana),
        ("栗沢町", "その他", "クリサワチョウ")
    );
    assert_eq!(one("01210", "岩見沢市", "北本町（全域）", "ｷﾀ")[0].condition, "");
    let numbers = one(
        "01210",
        "岩見沢市",
        "志文町（３０１～３４７番地）",
        "ｼﾌﾞﾝ(301-347ﾊﾞﾝﾁ)",
    );
    assert_eq!(
        (&*numbers[0].town, &*numbers[0].condition),
        ("志文町", "３０１～３４７番地")
    );
    // Streets of 京都 stand before the town.
    let kyoto = one(
        "26106",
        "京都市下京区",
        "竹屋町（高倉通綾小路下る、堺町通綾小路下る）",
        "ﾀｹﾔﾁｮｳ",
    );
    assert_eq!((kyoto.len(), &*kyoto[0].town), (1, "竹屋町"));
}

#[test]
fn jiwari_are_one_by_one() {
    assert_eq!(
        towns(
            "03507",
            "九戸郡洋野町",
            "種市第１５地割～第１７地割（鹿糠、小路合）",
            "ﾀﾈｲﾁﾀﾞｲ15ﾁﾜﾘ-ﾀﾞｲ17ﾁﾜﾘ(ｶﾇｶ､ｺｼﾞｱｲ)"
        ),
        ["種市第１５地割", "種市第１６地割", "種市第１７地割"]
    );
    let exception = one(
        "03302",
        "岩手郡葛巻町",
        "葛巻（第４０地割「５７番地１２５、１７６を除く」～第４５地割）",
        "ｸｽﾞﾏｷ(ﾀﾞｲ40ﾁﾜﾘ)",
    );
    assert_eq!((exception.len(), &*exception[0].town), (1, "葛巻"));
    assert!(exception[0].condition.contains("５７番地"));
    assert_eq!(
        towns(
            "03366",
            "和賀郡西和賀町",
            "越中畑６４地割～越中畑６５地割",
            "ｴｯﾁｭｳﾊﾀ64ﾁﾜﾘ-ｴｯﾁｭｳﾊﾀ65ﾁﾜﾘ"
        ),
        ["越中畑６４地割", "越中畑６５地割"]
    );
}

#[test]
fn floors_are_buildings_of_their_town() {
    let names = |town| ["東京都", "新宿区", town];
    let text = [
        ken_all("13104", "1600023", names("西新宿（次のビルを除く）"), "ﾆｼｼﾝｼﾞｭｸ"),
        ken_all(
            "13104",
            "1636090",
            names("西新宿住友不動産ビル（地階・階層不明）"),
            "ﾆｼ",
        ),
        ken_all("13104", "1636001", names("西新宿住友不動産ビル（１０階）"), "ﾆｼ"),
    ]
    .concat();
    let rows = postcodes(read(text.as_bytes()).1);
    let said: Vec<_> = rows.iter().map(|row| (&*row.town, &*row.building)).collect();
    assert_eq!(
        said,
        [
            ("西新宿", ""),
            ("西新宿", "住友不動産ビル"),
            ("西新宿", "住友不動産ビル　10階")
        ]
    );
    assert_eq!(rows[1].kana, "ニシシンジュク");
}

#[test]
fn a_town_over_several_rows_is_one() {
    let row = |town, kana| ken_all("01224", "0660005", ["北海道", "千歳市", town], kana);
    let text = [
        row(
            "協和（８８－２、２７１－１０、３４３－２、４０４－１、４２７－",
            "ｷｮｳﾜ(88-2､271-10､343-2､404-1､427-",
        ),
        row(
            "３、４３１－１２、４４３－６、６０８－２、６４１－８、８１４、",
            "3､431-12､443-6､608-2､641-8､814､",
        ),
        row("８４２－５）", "842-5)"),
        ken_all("01224", "0660006", ["北海道", "千歳市", "桜木"], "ｻｸﾗｷﾞ"),
    ]
    .concat();
    let rows = postcodes(read(text.as_bytes()).1);
    assert_eq!(rows.len(), 2);
    assert_eq!((&*rows[0].town, &*rows[1].town), ("協和", "桜木"));
    assert!(rows[0].condition.starts_with("８８－２") && rows[0].condition.ends_with("８４２－５"));
}

#[test]
fn offices_have_postcodes_of_their_own() {
    let text = "01101,\"(ｶﾌﾞ) ﾐﾎﾝ\",\"株式会社　みほん\",\"北海道\",\"札幌市中央区\",\"大通西\",\"１丁目２－３\",\"0608711\",\"060  \",\"札幌中央\",0,0,0\r\n";
    let (sjis, ..) = SHIFT_JIS.encode(text);
    let (kind, rows, ..) = read(&sjis);
    assert_eq!(kind, PlaceFile::Offices);
    let rows = postcodes(rows);
    assert_eq!(
        (&*rows[0].office, &*rows[0].block),
        ("株式会社　みほん", "１丁目２－３")
    );
    assert_eq!(rows[0].municipality_code, "011011");
}

#[test]
fn what_is_wrong_with_a_row_is_said_and_the_others_are_read() {
    let good = ken_all("12204", "2730005", ["千葉県", "船橋市", "本町"], "ﾎﾝﾁｮｳ");
    let text = [
        &*good,
        "12204,\"273\"\r\n",
        &good.replace("2730005", "27300"),
        &good.replace("12204", "1220"),
        &good,
    ]
    .concat();
    let (_, rows, rejects, _) = read(text.as_bytes());
    assert_eq!(rows.len(), 2);
    assert_eq!(
        rejects,
        [
            (2, Reason::CellCount),
            (3, Reason::NotDigits),
            (4, Reason::NotDigits)
        ]
    );
}

const TOWN: &str = "lg_code,machiaza_id,machiaza_type,pref,pref_kana,pref_roma,county,county_kana,county_roma,city,\
city_kana,city_roma,ward,ward_kana,ward_roma,oaza_cho,oaza_cho_kana,oaza_cho_roma,chome,chome_kana,chome_number,koaza,\
koaza_kana,koaza_roma,machiaza_dist,rsdt_addr_flg,rsdt_addr_mtd_code,oaza_cho_aka_flg,koaza_aka_code,\
oaza_cho_gsi_uncmn,koaza_gsi_uncmn,status_flg,wake_num_flg,efct_date,ablt_date,src_code,post_code,remarks\n";

fn abr_towns(rows: &str) -> (Vec<TownRow>, usize) {
    let (kind, rows, rejects, passed) = read(format!("\u{FEFF}{TOWN}{rows}").as_bytes());
    assert_eq!((kind, rejects.len()), (PlaceFile::Towns, 0));
    let town = |row| match row {
        PlaceRow::Town(town) => town,
        other => panic!("{other:?}"),
    };
    (rows.into_iter().map(town).collect(), passed)
}

#[test]
fn towns_of_the_registry_are_whole_names() {
    let (towns, passed) = abr_towns(
        "011011,0001001,2,北海道,ホッカイドウ,Hokkaido,,,,札幌市,サッポロシ,Sapporo-shi,中央区,チュウオウク,Chuo-ku,\
         旭ケ丘,アサヒガオカ,Asahigaoka,一丁目,１チョウメ,1,,,,,1,1,0,0,,,1,0,1947-04-17,,0,0640941,\n\
         123226,0012103,3,千葉県,チバケン,Chiba,印旛郡,インバグン,Imba-gun,酒々井町,シスイマチ,Shisui-machi,,,,\
         上岩橋,カミイワハシ,Kamiiwahashi,,,,台,ダイ,Dai,,0,0,0,0,,,1,0,1947-04-17,,0,,\n\
         123226,0012104,1,千葉県,チバケン,Chiba,印旛郡,インバグン,Imba-gun,酒々井町,シスイマチ,Shisui-machi,,,,\
         旧町,キュウマチ,Kyumachi,,,,,,,,0,0,0,0,,,1,0,1947-04-17,2020-01-01,0,,\n\
         261068,0002101,3,京都府,キョウトフ,Kyoto,,,,京都市,キョウトシ,Kyoto-shi,下京区,シモギョウク,Shimogyo-ku,\
         竹屋町,タケヤチョウ,Takeyacho,,,,高倉通綾小路下る,タカクラドオリアヤノコウジサガル,,,0,0,0,1,,,1,0,1947-04-17,,0,,\n",
    );
    assert_eq!((towns.len(), passed), (3, 1), "what was abolished is passed");
    assert_eq!(
        (&*towns[0].name, &*towns[0].kana),
        ("旭ケ丘一丁目", "アサヒガオカ１チョウメ")
    );
    assert_eq!(
        (&*towns[0].city, &*towns[0].postcode),
        ("札幌市中央区", "0640941")
    );
    assert!(towns[0].residence_display && !towns[1].residence_display);
    assert_eq!((&*towns[1].city, &*towns[1].name), ("印旛郡酒々井町", "上岩橋台"));
    assert_eq!(towns[2].name, "高倉通綾小路下る竹屋町");
}

fn numbers(text: &str) -> (PlaceFile, Vec<(NumberKind, String)>) {
    let (kind, rows, rejects, _) = read(text.as_bytes());
    assert_eq!(rejects, []);
    let number = |row| match row {
        PlaceRow::Number(row) => (row.kind, row.number),
        other => panic!("{other:?}"),
    };
    (kind, rows.into_iter().map(number).collect())
}

#[test]
fn numbers_are_as_an_address_has_them_and_columns_are_found_by_name() {
    use NumberKind::{Block, Parcel, Residence};
    let (kind, blocks) =
        numbers("blk_num,machiaza_id,lg_code,blk_id,efct_date,ablt_date\n2,0001001,011011,002,1947-04-17,\n");
    assert_eq!(
        (kind, &blocks[..]),
        (PlaceFile::Blocks, &[(Block, "2番".to_owned())][..])
    );
    let (kind, houses) = numbers(
        "lg_code,machiaza_id,blk_id,rsdt_id,rsdt2_id,blk_num,rsdt_num,rsdt_num2\n\
         011011,0001001,002,003,,2,3,\n011011,0001001,002,003,00005,2,3,5\n011011,0001001,,003,,,7,\n\
         011011,0001001,002,,,2,,\n",
    );
    let said: Vec<_> = houses.iter().map(|(kind, number)| (*kind, &**number)).collect();
    assert_eq!(kind, PlaceFile::Residences);
    assert_eq!(
        said,
        [
            (Residence, "2番3号"),
            (Residence, "2番3-5号"),
            (Residence, "7号"),
            (Block, "2番")
        ]
    );
    let (kind, parcels) = numbers(
        "lg_code,machiaza_id,prc_id,prc_num1,prc_num2,prc_num3\n\
         011011,0001001,1,12,,\n011011,0001001,1,12,3,\n011011,0001001,1,12,3,4\n",
    );
    let said: Vec<_> = parcels.iter().map(|(kind, number)| (*kind, &**number)).collect();
    assert_eq!(kind, PlaceFile::Parcels);
    assert_eq!(
        said,
        [(Parcel, "12番地"), (Parcel, "12番地3"), (Parcel, "12番地3-4")]
    );
}

#[test]
fn what_is_no_such_file_is_refused() {
    let today = "2026-11-28".parse().unwrap();
    for file in ["", "宛名番号,氏名\n", "a,b,c\n1,2,3\n"] {
        assert!(PlaceReader::new(file.as_bytes(), today).is_err(), "{file}");
    }
}
