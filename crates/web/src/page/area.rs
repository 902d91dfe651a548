//! The main navigation.

use madoguchi_model::staff::Role;

use crate::policy::{Action, Relation, Resource, may};

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

/// One link of the navigation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NavItem {
    /// The words.
    pub label: &'static str,
    /// The address.
    pub href: &'static str,
    /// The officer is in this area.
    pub current: bool,
    /// The keys that open it.
    pub shortcut: String,
}

const ITEMS: [(Area, &str, &str, Resource, Action); 26] = [
    (Area::Home, "トップ", "/", Resource::Home, Action::View),
    (
        Area::Residents,
        "住民を探す",
        "/residents",
        Resource::Resident,
        Action::List,
    ),
    (
        Area::Notices,
        "事前の申請",
        "/notices",
        Resource::Notice,
        Action::List,
    ),
    (Area::Cases, "受付", "/cases", Resource::Case, Action::List),
    (
        Area::Queue,
        "担当課の処理",
        "/queue",
        Resource::QueueItem,
        Action::List,
    ),
    (
        Area::Prints,
        "一括印刷",
        "/prints",
        Resource::PrintBatch,
        Action::List,
    ),
    (
        Area::Robots,
        "ロボット",
        "/robots",
        Resource::RobotTask,
        Action::List,
    ),
    (
        Area::Protection,
        // A word that a visitor may read over the officer's shoulder.
        "抑止",
        "/protection",
        Resource::ProtectiveMeasure,
        Action::List,
    ),
    (
        Area::Staff,
        "職員",
        "/admin/staff",
        Resource::StaffAccount,
        Action::List,
    ),
    (
        Area::Sections,
        "課・係",
        "/admin/sections",
        Resource::Section,
        Action::List,
    ),
    (
        Area::ClosedDays,
        "閉庁日",
        "/admin/closed-days",
        Resource::ClosedDay,
        Action::List,
    ),
    (
        Area::Overlays,
        "手続の設定",
        "/admin/overlays",
        Resource::Overlay,
        Action::List,
    ),
    (
        Area::OwnForms,
        "自治体の様式",
        "/admin/own-forms",
        Resource::OwnForm,
        Action::List,
    ),
    (
        Area::PrinterHints,
        "印刷の案内",
        "/admin/printing",
        Resource::PrinterHint,
        Action::List,
    ),
    (
        Area::SuppliedFonts,
        "外字フォント",
        "/admin/fonts",
        Resource::SuppliedFont,
        Action::List,
    ),
    (
        Area::Imports,
        "データ取込み",
        "/admin/imports",
        Resource::Import,
        Action::List,
    ),
    (
        Area::CoreFiles,
        "業務システムへのファイル",
        "/core-files",
        Resource::CoreFile,
        Action::List,
    ),
    (
        Area::ApiClients,
        "連携先",
        "/admin/api-clients",
        Resource::ApiClient,
        Action::List,
    ),
    (
        Area::EventReceivers,
        "通知先",
        "/admin/event-receivers",
        Resource::EventReceiver,
        Action::List,
    ),
    (
        Area::PortalConnections,
        "ポータルとの接続",
        "/admin/portals",
        Resource::PortalConnection,
        Action::List,
    ),
    (
        Area::RobotDefinitions,
        "ロボットの設定",
        "/admin/robots",
        Resource::RobotDefinition,
        Action::List,
    ),
    (
        Area::FieldPermissions,
        "項目の閲覧権限",
        "/admin/field-permissions",
        Resource::FieldPermission,
        Action::List,
    ),
    (
        Area::AuditLog,
        "操作ログ",
        "/admin/audit-log",
        Resource::AuditLog,
        Action::List,
    ),
    (
        Area::AuditAnalyses,
        "操作ログの分析",
        "/admin/analyses",
        Resource::AuditAnalysis,
        Action::List,
    ),
    (
        Area::BackgroundWork,
        "裏側の処理",
        "/admin/background-work",
        Resource::BackgroundWork,
        Action::List,
    ),
    (
        Area::RareCharacters,
        "フォントのない文字",
        "/admin/characters",
        Resource::RareCharacter,
        Action::List,
    ),
];

impl Area {
    /// The links that somebody with a role may open, with this area marked as current. `relation` is to the section in
    /// charge of 支援措置: the other areas are everybody's own.
    pub fn navigation(self, role: Role, relation: Relation) -> Vec<NavItem> {
        let open = ITEMS.iter().filter(|(area, .., resource, action)| {
            let relation = if *area == Self::Protection {
                relation
            } else {
                Relation::OWN
            };
            may(role, relation, *resource, *action)
        });
        open.enumerate()
            .map(|(index, (area, label, href, ..))| NavItem {
                label,
                href,
                current: *area == self,
                // The tenth key of the row is 0; what comes after has none.
                shortcut: match index {
                    0..=8 => format!("Alt+{}", index + 1),
                    9 => "Alt+0".into(),
                    _ => String::new(),
                },
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(role: Role) -> Vec<&'static str> {
        Area::Home
            .navigation(role, Relation::OTHER_SECTION)
            .into_iter()
            .map(|item| item.label)
            .collect()
    }

    #[test]
    fn only_the_section_in_charge_sees_its_register() {
        let sees = |role, relation| {
            let items = Area::Home.navigation(role, relation);
            items.iter().any(|item| item.label == "抑止")
        };
        for role in [Role::FrontDesk, Role::BackOffice, Role::SectionChief] {
            assert!(
                sees(role, Relation::OWN) && !sees(role, Relation::OTHER_SECTION),
                "{role:?}"
            );
        }
        assert!(!sees(Role::Administrator, Relation::OWN));
    }

    #[test]
    fn each_role_sees_only_what_it_may_open() {
        assert_eq!(
            labels(Role::FrontDesk),
            ["トップ", "住民を探す", "事前の申請", "受付", "一括印刷"]
        );
        assert_eq!(
            labels(Role::BackOffice),
            [
                "トップ",
                "担当課の処理",
                "一括印刷",
                "ロボット",
                "業務システムへのファイル"
            ]
        );
        assert_eq!(
            labels(Role::SectionChief),
            [
                "トップ",
                "住民を探す",
                "事前の申請",
                "受付",
                "担当課の処理",
                "一括印刷",
                "ロボット",
                "データ取込み",
                "業務システムへのファイル",
                "フォントのない文字"
            ]
        );
        assert_eq!(
            labels(Role::Administrator),
            [
                "トップ",
                "職員",
                "課・係",
                "閉庁日",
                "手続の設定",
                "自治体の様式",
                "印刷の案内",
                "外字フォント",
                "データ取込み",
                "業務システムへのファイル",
                "連携先",
                "通知先",
                "ポータルとの接続",
                "ロボットの設定",
                "項目の閲覧権限",
                "操作ログ",
                "操作ログの分析",
                "裏側の処理",
                "フォントのない文字"
            ]
        );
    }
}
