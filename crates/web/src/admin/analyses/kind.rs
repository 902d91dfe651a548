//! The analyses there are.

/// One analysis.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    /// Before and after the hours, and on closed days.
    OffHours,
    /// Many look-ups on one day.
    Searches,
    /// Everybody who saw one person.
    Person,
    /// Everybody who saw people under a protective measure.
    Protected,
    /// Look-ups of people near to the officer.
    Near,
    /// Cases that were opened after their end.
    AfterEnd,
    /// Lifts of protective measures and 緊急閲覧.
    Lifts,
    /// Much printed or taken out on one day.
    Prints,
}

impl Kind {
    /// Every analysis, in the order of the page.
    pub(super) const ALL: [Self; 8] = [
        Self::OffHours,
        Self::Searches,
        Self::Person,
        Self::Protected,
        Self::Near,
        Self::AfterEnd,
        Self::Lifts,
        Self::Prints,
    ];

    /// Its part of the address.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::OffHours => "off-hours",
            Self::Searches => "searches",
            Self::Person => "person",
            Self::Protected => "protected",
            Self::Near => "near",
            Self::AfterEnd => "after-end",
            Self::Lifts => "lifts",
            Self::Prints => "prints",
        }
    }

    /// The analysis with this part of the address.
    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The Japanese name.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::OffHours => "夜間・休日の操作",
            Self::Searches => "検索・照会の多い日",
            Self::Person => "ある住民を見た職員",
            Self::Protected => "支援措置の対象者を見た職員",
            Self::Near => "職員本人・家族と思われる人の照会",
            Self::AfterEnd => "終わった受付の閲覧",
            Self::Lifts => "支援措置の一時解除・緊急閲覧",
            Self::Prints => "印刷・持ち出しの多い日",
        }
    }

    /// What it tells, and how to read it.
    pub(super) fn about(self) -> &'static str {
        match self {
            Self::OffHours => {
                "開庁時間の前と後、土曜日・日曜日・祝日・閉庁日の操作を、職員と日ごとに数えます。当番や休日開庁のときは、当番表と照らし合わせてください。"
            }
            Self::Searches => {
                "住民の検索と照会の合計が、決めた件数以上の日か、その職員のふだん（期間内の平均）の何倍かを超え、かつ10件以上の日を出します。"
            }
            Self::Person => {
                "宛名番号の住民を見た職員を、操作ごとに数えます。住民から「誰が見たか」を聞かれたときに使います。"
            }
            Self::Protected => {
                "支援措置の対象者を見た職員と、見た人数・回数を出します。受付に関係のない閲覧がないかを確かめてください。"
            }
            Self::Near => {
                "職員と同じ氏名の住民、その世帯の人、同じ住所の人を見た操作を出します。同姓同名のことがあるので、本人に確かめるまでは手掛かりとして扱ってください。"
            }
            Self::AfterEnd => {
                "完了・取下げになったあとに開かれた受付を出します。問合せへの対応などの理由があるかを確かめてください。"
            }
            Self::Lifts => "支援措置を一時解除した課長・係長と、緊急に閲覧した職員、理由、時刻を出します。",
            Self::Prints => "印刷した紙と、取り出したファイルの合計が、決めた数以上の日を出します。",
        }
    }
}
