//! Programs of other services that use the API (連携先), and what each may ask for.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::{ApiClientId, SectionId, StaffId};
use crate::labels::labelled;
use crate::staff::Role;

/// What a client may ask for (OAuth 2 scope, RFC 6749 section 3.3). A scope never gives more than the role and the
/// section that the client acts with.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Scope {
    /// 手続カタログを読む
    #[serde(rename = "catalogue.read")]
    CatalogueRead,
    /// 手続を判定する, without a case
    #[serde(rename = "judgements.make")]
    JudgementsMake,
    /// 住民を検索・照会する
    #[serde(rename = "residents.read")]
    ResidentsRead,
    /// 受付を照会する, with its judgements and events
    #[serde(rename = "cases.read")]
    CasesRead,
    /// 受付を作成・変更する, up to the hand-off
    #[serde(rename = "cases.write")]
    CasesWrite,
    /// 事前の申請を照会する
    #[serde(rename = "notices.read")]
    NoticesRead,
    /// 事前の申請のファイルを入れる
    #[serde(rename = "notices.write")]
    NoticesWrite,
    /// 申請書の内容を照会する
    #[serde(rename = "applications.read")]
    ApplicationsRead,
    /// 申請書のPDFを取得する
    #[serde(rename = "applications.print")]
    ApplicationsPrint,
    /// 担当課の処理を照会する
    #[serde(rename = "queue.read")]
    QueueRead,
    /// 担当課の処理を進める
    #[serde(rename = "queue.write")]
    QueueWrite,
    /// 業務システムへのファイルを照会・取得する
    #[serde(rename = "core_files.read")]
    CoreFilesRead,
    /// 業務システムへのファイルを作り、応答を返す
    #[serde(rename = "core_files.write")]
    CoreFilesWrite,
    /// ロボット（RPA）の入力作業を受け取り、結果を返す
    #[serde(rename = "robots")]
    Robots,
    /// 出来事の一覧を読む
    #[serde(rename = "events.read")]
    EventsRead,
    /// 統計を読む
    #[serde(rename = "statistics.read")]
    StatisticsRead,
}

labelled!(Scope {
    CatalogueRead => "catalogue.read", "手続カタログの参照";
    JudgementsMake => "judgements.make", "手続の判定（受付を作らない）";
    ResidentsRead => "residents.read", "住民の検索・照会";
    CasesRead => "cases.read", "受付の照会";
    CasesWrite => "cases.write", "受付の作成・変更・引継ぎ";
    NoticesRead => "notices.read", "事前の申請の照会";
    NoticesWrite => "notices.write", "事前の申請の取込み";
    ApplicationsRead => "applications.read", "申請書の内容の照会";
    ApplicationsPrint => "applications.print", "申請書のPDFの取得";
    QueueRead => "queue.read", "担当課の処理の照会";
    QueueWrite => "queue.write", "担当課の処理の実行";
    CoreFilesRead => "core_files.read", "業務システムへのファイルの照会・取得";
    CoreFilesWrite => "core_files.write", "業務システムへのファイルの作成と応答";
    Robots => "robots", "ロボット（RPA）の入力作業";
    EventsRead => "events.read", "出来事の一覧の参照";
    StatisticsRead => "statistics.read", "統計の参照";
});

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The roles a client can act with: those of a counter and of a section. Nobody lifts a protective measure or keeps
/// accounts through the API.
pub const CLIENT_ROLES: [Role; 2] = [Role::FrontDesk, Role::BackOffice];

/// A program that uses the API.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ApiClient {
    /// The OAuth 2 `client_id`.
    pub id: ApiClientId,
    /// The account it acts with in every record; nobody can sign in with it.
    pub staff_id: StaffId,
    /// The name officers see, for example 「国保システム連携」.
    pub name: String,
    /// What it is for and who is responsible for it.
    pub purpose: String,
    /// As whom it acts; one of [`CLIENT_ROLES`].
    pub role: Role,
    /// For which section it acts.
    pub section_id: SectionId,
    /// What it may ask for at most.
    pub scopes: Vec<Scope>,
    /// Requests a minute at most.
    pub requests_per_minute: i32,
    /// Gets no token and may use none when false.
    pub active: bool,
    /// Counts changes.
    pub version: i32,
}

/// How a client proves who it is (RFC 6749 section 2.3.1, RFC 7523 section 2.2).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ApiKeyKind {
    /// A secret that we made, shown once.
    Secret,
    /// A public key that the client gave us; it signs assertions with the private one.
    PublicKey,
}

labelled!(ApiKeyKind {
    Secret => "secret", "共有の秘密";
    PublicKey => "public_key", "公開鍵（秘密鍵は相手だけが持つ）";
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_written_the_same_everywhere() {
        for scope in Scope::ALL {
            assert_eq!(serde_json::to_value(scope).unwrap(), scope.code());
            assert_eq!(Scope::from_code(scope.code()), Some(scope));
            assert_eq!(scope.to_string(), scope.code());
        }
        for kind in ApiKeyKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.code());
        }
    }
}
