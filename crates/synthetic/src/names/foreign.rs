//! Names of foreign residents: nationality as the register writes it, and invented names in the alphabet, with
//! readings and, where people use them, in kanji.

/// One nationality with its names.
pub(crate) struct Nationality {
    /// 国籍・地域.
    pub(crate) name: &'static str,
    /// How often it occurs, against the sum of all weights.
    pub(crate) weight: u32,
    /// Family names: alphabet, reading, kanji (empty where there is none).
    pub(crate) families: &'static [(&'static str, &'static str, &'static str)],
    /// Given names of men, likewise.
    pub(crate) men: &'static [(&'static str, &'static str, &'static str)],
    /// Given names of women, likewise.
    pub(crate) women: &'static [(&'static str, &'static str, &'static str)],
}

/// Every nationality.
pub(crate) const NATIONALITIES: &[Nationality] = &[
    Nationality {
        name: "中国",
        weight: 26,
        families: &[
            ("WANG", "ワン", "王"),
            ("LI", "リ", "李"),
            ("ZHANG", "チャン", "張"),
            ("CHEN", "チェン", "陳"),
        ],
        men: &[
            ("WEI", "ウェイ", "偉"),
            ("JUNJIE", "ジュンジエ", "俊傑"),
            ("HAO", "ハオ", "浩"),
        ],
        women: &[
            ("FANG", "ファン", "芳"),
            ("XIUYING", "シウイン", "秀英"),
            ("MEILING", "メイリン", "美玲"),
        ],
    },
    Nationality {
        name: "ベトナム",
        weight: 24,
        families: &[
            ("NGUYEN", "グエン", ""),
            ("TRAN", "チャン", ""),
            ("LE", "レ", ""),
            ("PHAM", "ファム", ""),
        ],
        men: &[
            ("VAN MINH", "ヴァン　ミン", ""),
            ("HUNG", "フン", ""),
            ("DUC ANH", "ドゥック　アイン", ""),
        ],
        women: &[
            ("THI LAN", "ティ　ラン", ""),
            ("HUONG", "フオン", ""),
            ("THU TRANG", "トゥ　チャン", ""),
        ],
    },
    Nationality {
        name: "韓国",
        weight: 14,
        families: &[
            ("KIM", "キム", "金"),
            ("LEE", "イ", "李"),
            ("PARK", "パク", "朴"),
            ("CHOI", "チェ", "崔"),
        ],
        men: &[
            ("MINJUN", "ミンジュン", "敏俊"),
            ("JIHO", "ジホ", "志浩"),
            ("SUNGHO", "ソンホ", "成鎬"),
        ],
        women: &[
            ("JIWOO", "ジウ", "智優"),
            ("SOYEON", "ソヨン", "素妍"),
            ("YOUNGHEE", "ヨンヒ", "英姫"),
        ],
    },
    Nationality {
        name: "フィリピン",
        weight: 12,
        families: &[
            ("SANTOS", "サントス", ""),
            ("REYES", "レイエス", ""),
            ("DELA CRUZ", "デラ　クルス", ""),
        ],
        men: &[("JOSE MARI", "ホセ　マリ", ""), ("ANGELO", "アンジェロ", "")],
        women: &[
            ("MARIA CRISTINA", "マリア　クリスティーナ", ""),
            ("JENNIFER", "ジェニファー", ""),
            ("ROSALIE", "ロザリー", ""),
        ],
    },
    Nationality {
        name: "ブラジル",
        weight: 10,
        families: &[
            ("DA SILVA SOUZA", "ダ　シルヴァ　ソウザ", ""),
            ("TANAKA OLIVEIRA", "タナカ　オリヴェイラ", ""),
            ("FERREIRA DOS SANTOS", "フェレイラ　ドス　サントス", ""),
        ],
        men: &[
            ("LUCAS HENRIQUE", "ルカス　エンヒケ", ""),
            ("CARLOS EDUARDO", "カルロス　エドゥアルド", ""),
        ],
        women: &[
            ("ANA PAULA", "アナ　パウラ", ""),
            ("FERNANDA AKEMI", "フェルナンダ　アケミ", ""),
        ],
    },
    Nationality {
        name: "ネパール",
        weight: 8,
        families: &[
            ("SHRESTHA", "シュレスタ", ""),
            ("GURUNG", "グルン", ""),
            ("TAMANG", "タマン", ""),
        ],
        men: &[
            ("BISHAL", "ビシャル", ""),
            ("RAM BAHADUR", "ラム　バハドゥル", ""),
        ],
        women: &[("SITA", "シタ", ""), ("ANJALI", "アンジャリ", "")],
    },
    Nationality {
        name: "米国",
        weight: 4,
        families: &[
            ("SMITH", "スミス", ""),
            ("O'BRIEN", "オブライエン", ""),
            ("JOHNSON-LEE", "ジョンソン　リー", ""),
        ],
        men: &[
            ("JOHN WILLIAM", "ジョン　ウィリアム", ""),
            ("MICHAEL", "マイケル", ""),
        ],
        women: &[("EMILY ROSE", "エミリー　ローズ", ""), ("KAREN", "カレン", "")],
    },
    Nationality {
        name: "インド",
        weight: 2,
        families: &[
            (
                "VENKATANARASIMHARAJUVARIPETA",
                "ヴェンカタナラシンハラジュヴァリペタ",
                "",
            ),
            ("PATEL", "パテル", ""),
        ],
        men: &[
            (
                "KRISHNAMURTHY SUBRAMANIAN",
                "クリシュナムルティ　スブラマニアン",
                "",
            ),
            ("ARJUN", "アルジュン", ""),
        ],
        women: &[
            ("LAKSHMI PRIYADARSHINI", "ラクシュミ　プリヤダルシニ", ""),
            ("DIVYA", "ディヴィヤ", ""),
        ],
    },
];

/// 在留資格 with weight; the period of stay ends for all but the first two.
pub(crate) const RESIDENCE_STATUSES: &[(&str, u32)] = &[
    ("永住者", 32),
    ("特別永住者", 8),
    ("技術・人文知識・国際業務", 16),
    ("特定技能1号", 14),
    ("技能実習2号ロ", 10),
    ("家族滞在", 8),
    ("定住者", 8),
    ("留学", 4),
];
