//! The parts of the product that have a place in the navigation.

/// A part of the product that has its own place in the navigation.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Area {
    /// The first page.
    Home,
    /// 住民を探す
    Residents,
    /// 事前の申請
    Notices,
    /// 受付
    Cases,
    /// 担当課の処理
    Queue,
    /// 一括印刷
    Prints,
    /// ロボット
    Robots,
    /// 支援措置
    Protection,
    /// 管理
    Staff,
    /// 課・係
    Sections,
    /// 閉庁日
    ClosedDays,
    /// 手続の設定
    Overlays,
    /// 自治体の様式
    OwnForms,
    /// 印刷の案内
    PrinterHints,
    /// 外字フォント
    SuppliedFonts,
    /// 連携先
    ApiClients,
    /// 通知先
    EventReceivers,
    /// ポータルとの接続
    PortalConnections,
    /// ロボットの設定
    RobotDefinitions,
    /// 項目の閲覧権限
    FieldPermissions,
    /// データ取込み
    Imports,
    /// 業務システムへのファイル
    CoreFiles,
    /// 操作ログ
    AuditLog,
    /// 操作ログの分析
    AuditAnalyses,
    /// 裏側の処理
    BackgroundWork,
    /// フォントのない文字
    RareCharacters,
    /// None of them: the own account, the style guide, error pages.
    Nowhere,
}
