-- National data of places: 郵便番号データ (日本郵便) and アドレス・ベース・レジストリ (デジタル庁). They are the same for every
-- municipality and hold nobody's data, so they have no tenant: a schema of their own, which the serving role only reads.
-- Only the owner loads them (`madoguchi import postcode`, `madoguchi import abr`).
CREATE SCHEMA reference;
GRANT USAGE ON SCHEMA reference TO madoguchi_app;

-- What was loaded last, by kind of file.
CREATE TABLE reference.loads (
    kind text COLLATE "C" PRIMARY KEY,
    file_digest text COLLATE "C" NOT NULL, -- SHA-256, in hexadecimal
    rows bigint NOT NULL,
    rejected bigint NOT NULL,
    loaded_at timestamptz NOT NULL
);

CREATE TABLE reference.postcodes (
    kind text COLLATE "C" NOT NULL, -- postcodes or offices
    municipality_code text COLLATE "C" NOT NULL,
    postcode text COLLATE "C" NOT NULL,
    prefecture text NOT NULL,
    city text NOT NULL,
    town text NOT NULL, -- empty where the 郵便番号 is of the whole 市区町村
    kana text NOT NULL,
    condition text NOT NULL,
    building text NOT NULL,
    block text NOT NULL,
    office text NOT NULL,
    town_key text COLLATE "C" NOT NULL, -- keys are made by the program when the file is loaded
    kana_key text COLLATE "C" NOT NULL,
    romaji_key text COLLATE "C" NOT NULL
);
CREATE INDEX postcodes_by_postcode ON reference.postcodes (postcode);
CREATE INDEX postcodes_by_town ON reference.postcodes (municipality_code, town_key);
CREATE INDEX postcodes_by_name ON reference.postcodes (town_key);
CREATE INDEX postcodes_by_kana ON reference.postcodes (kana_key);
CREATE INDEX postcodes_by_romaji ON reference.postcodes (romaji_key);

CREATE TABLE reference.towns (
    municipality_code text COLLATE "C" NOT NULL,
    town_code text COLLATE "C" NOT NULL, -- 町字ID
    prefecture text NOT NULL,
    city text NOT NULL,
    name text NOT NULL,
    kana text NOT NULL,
    postcode text COLLATE "C" NOT NULL,
    residence_display boolean NOT NULL, -- 住居表示
    town_key text COLLATE "C" NOT NULL,
    kana_key text COLLATE "C" NOT NULL,
    romaji_key text COLLATE "C" NOT NULL,
    PRIMARY KEY (municipality_code, town_code)
);
CREATE INDEX towns_by_name ON reference.towns (town_key);
CREATE INDEX towns_by_kana ON reference.towns (kana_key);
CREATE INDEX towns_by_romaji ON reference.towns (romaji_key);

CREATE TABLE reference.numbers (
    kind text COLLATE "C" NOT NULL, -- block, residence or parcel
    municipality_code text COLLATE "C" NOT NULL,
    town_code text COLLATE "C" NOT NULL,
    number_key text COLLATE "C" NOT NULL,
    number text NOT NULL, -- as an address has it
    first int NOT NULL, -- the order
    second int NOT NULL,
    third int NOT NULL
);
CREATE INDEX numbers_by_town ON reference.numbers (municipality_code, town_code, number_key);

GRANT SELECT ON ALL TABLES IN SCHEMA reference TO madoguchi_app;
