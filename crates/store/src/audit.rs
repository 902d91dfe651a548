//! The record of who did what (操作ログ, 認証ログ, 印刷ログ, 設定変更ログ: j1370 of the register's standard).
//! It holds ids, never names. [`begin`] commits alone, before anything is done; [`Operation::end`] commits with
//! the change. A sealer chains what is committed, and the chain's head is anchored outside the database, so
//! that a changed, missing, reordered or cut entry shows.

mod anchor;
mod canonical;
mod entry;
mod operation;
mod orphans;
mod read;
mod seal;
mod verify;

pub use anchor::{Anchor, AnchorError, AnchorFile, Anchored};
pub use entry::{AuditEntry, Category, Outcome, Phase};
pub use operation::{Begun, Operation, begin, event};
pub use orphans::close_orphans;
pub use read::{AuditFilter, read};
pub use seal::seal;
pub use verify::{Finding, Problem, Report, verify};
