//! What there is to act on.

/// A kind of thing.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Resource {
    /// The first page.
    Home,
    /// The person's own account and session.
    OwnAccount,
    /// A resident of the register and the household.
    Resident,
    /// A resident under a protective measure, without address. Addresses need a lift.
    ProtectedResident,
    /// A lift of a protective measure for one case.
    ProtectionLift,
    /// 支援措置: the register of the section in charge.
    ProtectiveMeasure,
    /// 相手方（加害者）of a 支援措置.
    Perpetrator,
    /// 抑止.
    Suppression,
    /// 緊急閲覧 of a protected person's address.
    EmergencyAccess,
    /// 事前の申請 of a portal.
    Notice,
    /// What was read of a マイナンバーカード.
    CardReading,
    /// A 個人番号 that a procedure's law needs.
    IndividualNumber,
    /// Choices for an address.
    AddressChoice,
    /// A case.
    Case,
    /// Answers of the interview.
    Answer,
    /// What the guidance judged.
    Judgement,
    /// An officer's overrule of a judgement.
    Overrule,
    /// A filled form.
    Application,
    /// A signature.
    Signature,
    /// 受付案内票.
    GuideSheet,
    /// 一括印刷: the applications of many cases.
    PrintBatch,
    /// The hand-off to the sections.
    HandOff,
    /// A piece of work in a section's queue.
    QueueItem,
    /// A file for a core system, and what was answered to it.
    CoreFile,
    /// How a file for a core system is laid out, where it goes and when.
    CoreDefinition,
    /// A robot's task, or a list of them.
    RobotTask,
    /// What robots type, and whether they do.
    RobotDefinition,
    /// A staff account.
    StaffAccount,
    /// A section.
    Section,
    /// 閉庁日.
    ClosedDay,
    /// What the municipality adds to the catalogue and changes in it.
    Overlay,
    /// The municipality's own paper.
    OwnForm,
    /// Where forms are printed: words for officers.
    PrinterHint,
    /// A font that the municipality supplies for its private-use characters.
    SuppliedFont,
    /// The font that a page brings for its rare characters.
    PageFont,
    /// Characters in use that no font has.
    RareCharacter,
    /// Which section sees which fields.
    FieldPermission,
    /// The import of a core system's file.
    Import,
    /// A definition of a core system's file.
    ImportLayout,
    /// A place that is looked into for the core systems' files.
    ImportSource,
    /// The audit record.
    AuditLog,
    /// Analyses of the audit record.
    AuditAnalysis,
    /// Background work.
    BackgroundWork,
    /// A program of another service that uses the API.
    ApiClient,
    /// A system that is told of events, and what was sent to it.
    EventReceiver,
    /// A portal's own API, from which applications are fetched.
    PortalConnection,
    /// Which column of an electronic-application service's file is what.
    NoticeMapping,
    /// The catalogue of procedures.
    Catalogue,
    /// A judgement without a case.
    Guidance,
    /// What happened to cases.
    CaseEvent,
    /// How much work there was.
    Statistics,
    /// The style guide.
    StyleGuide,
}

impl Resource {
    /// Every resource.
    pub const ALL: [Self; 52] = [
        Self::Home,
        Self::OwnAccount,
        Self::Resident,
        Self::ProtectedResident,
        Self::ProtectionLift,
        Self::ProtectiveMeasure,
        Self::Perpetrator,
        Self::Suppression,
        Self::EmergencyAccess,
        Self::Notice,
        Self::CardReading,
        Self::IndividualNumber,
        Self::AddressChoice,
        Self::Case,
        Self::Answer,
        Self::Judgement,
        Self::Overrule,
        Self::Application,
        Self::Signature,
        Self::GuideSheet,
        Self::PrintBatch,
        Self::HandOff,
        Self::QueueItem,
        Self::CoreFile,
        Self::CoreDefinition,
        Self::RobotTask,
        Self::RobotDefinition,
        Self::StaffAccount,
        Self::Section,
        Self::ClosedDay,
        Self::Overlay,
        Self::OwnForm,
        Self::PrinterHint,
        Self::SuppliedFont,
        Self::PageFont,
        Self::RareCharacter,
        Self::FieldPermission,
        Self::Import,
        Self::ImportLayout,
        Self::ImportSource,
        Self::AuditLog,
        Self::AuditAnalysis,
        Self::BackgroundWork,
        Self::ApiClient,
        Self::EventReceiver,
        Self::PortalConnection,
        Self::NoticeMapping,
        Self::Catalogue,
        Self::Guidance,
        Self::CaseEvent,
        Self::Statistics,
        Self::StyleGuide,
    ];

    /// The code name, used in the audit record.
    pub fn code(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::OwnAccount => "own_account",
            Self::Resident => "resident",
            Self::ProtectedResident => "protected_resident",
            Self::ProtectionLift => "protection_lift",
            Self::ProtectiveMeasure => "protective_measure",
            Self::Perpetrator => "perpetrator",
            Self::Suppression => "suppression",
            Self::EmergencyAccess => "emergency_access",
            Self::Notice => "notice",
            Self::CardReading => "card_reading",
            Self::IndividualNumber => "individual_number",
            Self::AddressChoice => "address_choice",
            Self::Case => "case",
            Self::Answer => "answer",
            Self::Judgement => "judgement",
            Self::Overrule => "overrule",
            Self::Application => "application",
            Self::Signature => "signature",
            Self::GuideSheet => "guide_sheet",
            Self::PrintBatch => "print_batch",
            Self::HandOff => "hand_off",
            Self::QueueItem => "queue_item",
            Self::CoreFile => "core_file",
            Self::CoreDefinition => "core_definition",
            Self::RobotTask => "robot_task",
            Self::RobotDefinition => "robot_definition",
            Self::StaffAccount => "staff_account",
            Self::Section => "section",
            Self::ClosedDay => "closed_day",
            Self::Overlay => "overlay",
            Self::OwnForm => "own_form",
            Self::PrinterHint => "printer_hint",
            Self::SuppliedFont => "supplied_font",
            Self::PageFont => "page_font",
            Self::RareCharacter => "rare_character",
            Self::FieldPermission => "field_permission",
            Self::Import => "import",
            Self::ImportLayout => "import_layout",
            Self::ImportSource => "import_source",
            Self::AuditLog => "audit_log",
            Self::AuditAnalysis => "audit_analysis",
            Self::BackgroundWork => "background_work",
            Self::ApiClient => "api_client",
            Self::EventReceiver => "event_receiver",
            Self::PortalConnection => "portal_connection",
            Self::NoticeMapping => "notice_mapping",
            Self::Catalogue => "catalogue",
            Self::Guidance => "guidance",
            Self::CaseEvent => "case_event",
            Self::Statistics => "statistics",
            Self::StyleGuide => "style_guide",
        }
    }

    /// The Japanese name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Home => "トップ",
            Self::OwnAccount => "自分のアカウント",
            Self::Resident => "住民",
            Self::ProtectedResident => "支援措置対象者",
            Self::ProtectionLift => "支援措置の一時解除",
            Self::ProtectiveMeasure => "支援措置",
            Self::Perpetrator => "支援措置の相手方",
            Self::Suppression => "抑止",
            Self::EmergencyAccess => "緊急閲覧",
            Self::Notice => "事前の申請",
            Self::CardReading => "カードの読取り",
            Self::IndividualNumber => "個人番号",
            Self::AddressChoice => "住所の候補",
            Self::Case => "受付",
            Self::Answer => "聞き取り",
            Self::Judgement => "判定",
            Self::Overrule => "判定の変更",
            Self::Application => "申請書",
            Self::Signature => "署名",
            Self::GuideSheet => "受付案内票",
            Self::PrintBatch => "一括印刷",
            Self::HandOff => "引継ぎ",
            Self::QueueItem => "担当課の処理",
            Self::CoreFile => "業務システムへのファイル",
            Self::CoreDefinition => "出力定義と置き場",
            Self::RobotTask => "ロボットの作業",
            Self::RobotDefinition => "ロボットの設定",
            Self::StaffAccount => "職員アカウント",
            Self::Section => "課・係",
            Self::ClosedDay => "閉庁日",
            Self::Overlay => "手続の設定",
            Self::OwnForm => "自治体の様式",
            Self::PrinterHint => "印刷の案内",
            Self::SuppliedFont => "外字フォント",
            Self::PageFont => "画面の文字",
            Self::RareCharacter => "フォントのない文字",
            Self::FieldPermission => "項目の閲覧権限",
            Self::Import => "データ取込み",
            Self::ImportLayout => "取込定義",
            Self::ImportSource => "取込元",
            Self::AuditLog => "操作ログ",
            Self::AuditAnalysis => "操作ログの分析",
            Self::BackgroundWork => "裏側の処理",
            Self::ApiClient => "連携先",
            Self::EventReceiver => "通知先",
            Self::PortalConnection => "ポータルとの接続",
            Self::NoticeMapping => "電子申請のファイルの対応表",
            Self::Catalogue => "手続カタログ",
            Self::Guidance => "手続の判定（受付なし）",
            Self::CaseEvent => "受付の出来事",
            Self::Statistics => "統計",
            Self::StyleGuide => "画面部品集",
        }
    }
}
