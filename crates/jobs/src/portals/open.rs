//! A connection, ready to be spoken over.

use std::sync::Arc;

use madoguchi_link::portals::Mapping;
use madoguchi_link::portals::api::{Caller, Definition};
use madoguchi_link::webhooks::{SecretKey, Sender};
use madoguchi_store::portal_connections::Connection;
use thiserror::Error;

/// What opening connections needs from the operator.
#[derive(Clone)]
pub struct Opener {
    /// Sends, to checked addresses only.
    pub sender: Sender,
    /// Opens secrets; none where the operator has given none.
    pub key: Option<Arc<SecretKey>>,
}

/// Why a connection cannot be used, in the administrator's words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum Unopened {
    /// The operator has given no key.
    #[error(
        "このサーバーには、秘密を守る鍵がありません。サーバーの運用担当者に、起動時の --webhook-key の指定を依頼してください。"
    )]
    NoKey,
    /// The secret was sealed with another key.
    #[error("秘密を開けません。秘密を入れ直してください。")]
    Secret,
    /// The program does not have the definition any more.
    #[error("接続の定義がありません。定義を選び直してください。")]
    Definition,
    /// The program does not have the mapping any more.
    #[error("ファイルの種類がありません。種類を選び直してください。")]
    Mapping,
}

impl Opener {
    /// The portal behind a connection, and the mapping of its files, if there is one under the name that it wants.
    pub(super) fn open(
        &self,
        connection: &Connection,
        mapping: Option<Mapping>,
    ) -> Result<(Caller, Mapping), Unopened> {
        let key = self.key.as_ref().ok_or(Unopened::NoKey)?;
        let secret = key
            .open_text(connection.id, &connection.secret)
            .ok_or(Unopened::Secret)?;
        let definition = Definition::find(&connection.definition).ok_or(Unopened::Definition)?;
        let mapping = mapping.ok_or(Unopened::Mapping)?;
        let caller = Caller {
            sender: self.sender.clone(),
            definition: definition.clone(),
            base_url: connection.base_url.clone(),
            client_id: connection.client_id.clone(),
            secret,
        };
        Ok((caller, mapping))
    }
}
