//! The navigation: what somebody may open, and what belongs together.

use madoguchi_model::staff::Role;

use super::Area;
use crate::policy::{Action, Relation, Resource, may};

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

/// The links of a page's head.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Navigation {
    /// The first row: areas, and groups of areas.
    pub main: Vec<NavItem>,
    /// The name of the group the page is in; empty outside of one.
    pub group: &'static str,
    /// The areas of that group.
    pub part: Vec<NavItem>,
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
        Area::FieldPermissions,
        "項目の閲覧権限",
        "/admin/field-permissions",
        Resource::FieldPermission,
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
        Area::RareCharacters,
        "フォントのない文字",
        "/admin/characters",
        Resource::RareCharacter,
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
];

/// Areas that stand together behind one link, for whoever may open more than one of them.
const GROUPS: [(&str, &[Area]); 4] = [
    (
        "組織と権限",
        &[
            Area::Staff,
            Area::Sections,
            Area::ClosedDays,
            Area::FieldPermissions,
        ],
    ),
    (
        "手続と様式",
        &[
            Area::Overlays,
            Area::OwnForms,
            Area::PrinterHints,
            Area::SuppliedFonts,
            Area::RareCharacters,
        ],
    ),
    (
        "連携",
        &[
            Area::CoreFiles,
            Area::ApiClients,
            Area::EventReceivers,
            Area::PortalConnections,
            Area::RobotDefinitions,
        ],
    ),
    (
        "記録と状態",
        &[Area::AuditLog, Area::AuditAnalyses, Area::BackgroundWork],
    ),
];

/// A link or a group of links of the first row.
struct Entry {
    label: &'static str,
    areas: Vec<(Area, NavItem)>,
}

impl Area {
    /// The links that somebody with a role may open, with this area marked as current. `relation` is to the section in
    /// charge of 支援措置: the other areas are everybody's own.
    pub fn navigation(self, role: Role, relation: Relation) -> Navigation {
        let mut all = Navigation::default();
        for (index, entry) in self.entries(role, relation).into_iter().enumerate() {
            let here = entry.areas.iter().any(|(area, _)| *area == self);
            let Some((_, first)) = entry.areas.first() else {
                continue;
            };
            all.main.push(NavItem {
                label: entry.label,
                current: here,
                // The tenth key of the row is 0; what comes after has none.
                shortcut: match index {
                    0..=8 => format!("Alt+{}", index + 1),
                    9 => "Alt+0".into(),
                    _ => String::new(),
                },
                ..first.clone()
            });
            if here && entry.areas.len() > 1 {
                all.group = entry.label;
                all.part = entry.areas.into_iter().map(|(_, item)| item).collect();
            }
        }
        all
    }

    /// Everything that stands behind a link of the first row with others, for the first page.
    pub fn directory(role: Role, relation: Relation) -> Vec<(&'static str, Vec<NavItem>)> {
        let entries = Self::Nowhere.entries(role, relation).into_iter();
        entries
            .filter(|entry| entry.areas.len() > 1)
            .map(|entry| {
                let items = entry.areas.into_iter().map(|(_, item)| item).collect();
                (entry.label, items)
            })
            .collect()
    }

    fn entries(self, role: Role, relation: Relation) -> Vec<Entry> {
        let open = ITEMS.iter().filter(|(area, .., resource, action)| {
            let relation = if *area == Self::Protection {
                relation
            } else {
                Relation::OWN
            };
            may(role, relation, *resource, *action)
        });
        let mut entries: Vec<Entry> = Vec::new();
        for (area, label, href, ..) in open {
            let item = NavItem {
                label,
                href,
                current: *area == self,
                shortcut: String::new(),
            };
            let group = GROUPS.iter().find(|(_, areas)| areas.contains(area));
            let name = group.map_or(*label, |(name, _)| *name);
            match entries.iter_mut().find(|entry| entry.label == name) {
                Some(entry) => entry.areas.push((*area, item)),
                None => entries.push(Entry {
                    label: name,
                    areas: vec![(*area, item)],
                }),
            }
        }
        // What stands alone is called by its own name.
        for entry in &mut entries {
            if let [(_, only)] = &*entry.areas {
                entry.label = only.label;
            }
        }
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(role: Role) -> Vec<&'static str> {
        Area::Home
            .navigation(role, Relation::OTHER_SECTION)
            .main
            .into_iter()
            .map(|item| item.label)
            .collect()
    }

    #[test]
    fn only_the_section_in_charge_sees_its_register() {
        let sees = |role, relation| {
            let items = Area::Home.navigation(role, relation).main;
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
                "フォントのない文字",
                "データ取込み",
                "業務システムへのファイル",
            ]
        );
        assert_eq!(
            labels(Role::Administrator),
            [
                "トップ",
                "組織と権限",
                "手続と様式",
                "データ取込み",
                "連携",
                "記録と状態"
            ]
        );
    }

    #[test]
    fn what_belongs_together_stands_in_a_second_row_and_on_the_first_page() {
        let navigation = Area::EventReceivers.navigation(Role::Administrator, Relation::OWN);
        assert_eq!(navigation.group, "連携");
        let part: Vec<(&str, bool)> = navigation
            .part
            .iter()
            .map(|item| (item.label, item.current))
            .collect();
        let others = [
            "業務システムへのファイル",
            "連携先",
            "通知先",
            "ポータルとの接続",
            "ロボットの設定",
        ];
        assert_eq!(part, others.map(|label| (label, label == "通知先")));
        let current: Vec<&str> = navigation
            .main
            .iter()
            .filter(|item| item.current)
            .map(|item| item.label)
            .collect();
        assert_eq!(current, ["連携"]);
        // Nothing that may be opened is out of reach.
        let directory = Area::directory(Role::Administrator, Relation::OWN);
        let grouped: usize = directory.iter().map(|(_, items)| items.len()).sum();
        let open = ITEMS
            .iter()
            .filter(|(.., resource, action)| may(Role::Administrator, Relation::OWN, *resource, *action))
            .count();
        assert_eq!(grouped + 2, open, "and トップ and データ取込み");
        assert!(Area::directory(Role::FrontDesk, Relation::OWN).is_empty());
    }
}
