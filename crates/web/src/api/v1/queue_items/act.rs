//! `POST /api/v1/queue-items/{queue_item_id}/…`: take, put back, send back, provisional, complete.

use axum::extract::State;
use axum::response::Response;
use madoguchi_model::ids::QueueItemId;
use madoguchi_store::{TenantTx, queue};

use super::show::find;
use crate::api::v1::shapes::queue_item::{Nothing, QueueItemBody, SendBack};
use crate::api::{Answer, ApiError, Client, IfMatch, Key, Sent};
use crate::error::PageError;
use crate::gate::PathId;
use crate::policy::Action;
use crate::state::AppState;

/// Longest reason, characters.
const LONGEST_REASON: usize = 1000;

/// What is done to a piece of work.
enum Deed {
    Take,
    PutBack,
    SendBack(String),
    Provisional,
    Complete,
}

impl Deed {
    fn action(&self) -> Action {
        match self {
            Self::Take | Self::PutBack => Action::Take,
            Self::SendBack(_) => Action::SendBack,
            Self::Provisional | Self::Complete => Action::Complete,
        }
    }

    async fn done(
        &self,
        tx: &mut TenantTx,
        client: &Client,
        id: QueueItemId,
        version: i32,
    ) -> Result<(), ApiError> {
        let me = client.staff().id;
        match self {
            Self::Take => queue::take(tx, id, version, me).await?,
            Self::PutBack => queue::put_back(tx, id, version, me, false).await?,
            Self::SendBack(reason) => queue::send_back(tx, id, version, me, reason).await?,
            Self::Provisional => queue::enter_provisionally(tx, id, version, me).await?,
            Self::Complete => queue::complete(tx, id, version, me).await?,
        }
        Ok(())
    }
}

/// What every deed is asked with.
struct Asked {
    app: AppState,
    client: Client,
    id: QueueItemId,
    version: i32,
    key: Key,
    sha256: [u8; 32],
}

async fn act(asked: Asked, deed: Deed) -> Result<Response, ApiError> {
    let Asked {
        app,
        client,
        id,
        version,
        key,
        sha256,
    } = asked;
    let mut tx = client.begin(&app).await?;
    find(&mut tx, &client, id, deed.action()).await?;
    let once = match key.claim(&mut tx, &client, sha256).await? {
        Ok(once) => once,
        Err(answered) => return Ok(answered),
    };
    deed.done(&mut tx, &client, id, version).await?;
    let item = queue::get(&mut tx, id).await?.ok_or(PageError::NotFound)?;
    let mine = item.assignee == Some(client.staff().id);
    let answer = Answer::ok(&QueueItemBody::new(&item, mine))?.version(item.version);
    once.commit(tx, &client, answer).await
}

macro_rules! deed {
    ($name:ident, $path:literal, $operation:literal, $summary:literal, $deed:expr) => {
        #[utoipa::path(post, path = $path, tag = "queue", operation_id = $operation, summary = $summary,
            params(
                ("queue_item_id" = Uuid, Path, description = "処理のID"),
                ("Idempotency-Key" = String, Header, description = "二重に処理しないための値（1〜200文字の半角）"),
                ("If-Match" = String, Header, description = "読んだときの ETag"),
            ),
            request_body = Nothing,
            responses((status = 200, description = "変わった後の処理。ETag は新しい版", body = QueueItemBody,
                headers(("ETag" = String)))))]
        pub(crate) async fn $name(
            State(app): State<AppState>,
            client: Client,
            PathId(id): PathId<QueueItemId>,
            IfMatch(version): IfMatch,
            key: Key,
            sent: Sent<Nothing>,
        ) -> Result<Response, ApiError> {
            let Nothing {} = sent.value;
            let asked = Asked { app, client, id, version, key, sha256: sent.sha256 };
            act(asked, $deed).await
        }
    };
}

deed!(
    take,
    "/api/v1/queue-items/{queue_item_id}/take",
    "takeQueueItem",
    "処理を引き取る（受付→審査中）",
    Deed::Take
);
deed!(
    put_back,
    "/api/v1/queue-items/{queue_item_id}/put-back",
    "putBackQueueItem",
    "処理を返す（審査中→受付）",
    Deed::PutBack
);
deed!(
    provisional,
    "/api/v1/queue-items/{queue_item_id}/provisional",
    "enterQueueItemProvisionally",
    "基幹業務システムに仮登録した（審査中→仮登録済み）",
    Deed::Provisional
);
deed!(
    complete,
    "/api/v1/queue-items/{queue_item_id}/complete",
    "completeQueueItem",
    "処理を終えた（仮登録済み→完了）",
    Deed::Complete
);

/// Sends work back to the counter with a reason.
#[utoipa::path(post, path = "/api/v1/queue-items/{queue_item_id}/send-back", tag = "queue",
    operation_id = "sendBackQueueItem", summary = "窓口へ差し戻す",
    params(
        ("queue_item_id" = Uuid, Path, description = "処理のID"),
        ("Idempotency-Key" = String, Header, description = "二重に処理しないための値（1〜200文字の半角）"),
        ("If-Match" = String, Header, description = "読んだときの ETag"),
    ),
    request_body = SendBack,
    responses((status = 200, description = "変わった後の処理。ETag は新しい版", body = QueueItemBody,
        headers(("ETag" = String)))))]
pub(crate) async fn send_back(
    State(app): State<AppState>,
    client: Client,
    PathId(id): PathId<QueueItemId>,
    IfMatch(version): IfMatch,
    key: Key,
    sent: Sent<SendBack>,
) -> Result<Response, ApiError> {
    let reason = sent.value.reason.trim();
    if !(1..=LONGEST_REASON).contains(&reason.chars().count()) {
        let text = format!("理由を1〜{LONGEST_REASON}文字で書いてください。住所は書かないでください。");
        return Err(ApiError::field("/reason", text));
    }
    let deed = Deed::SendBack(reason.to_owned());
    let asked = Asked {
        app,
        client,
        id,
        version,
        key,
        sha256: sent.sha256,
    };
    act(asked, deed).await
}
