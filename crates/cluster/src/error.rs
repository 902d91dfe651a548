//! What can go wrong with the private server, each with its remedy.

use std::io;
use std::path::PathBuf;

/// Why the private server could not be started or stopped. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// No PostgreSQL of version 15 or later is installed.
    #[error(
        "PostgreSQL 15 以降が見つかりません。`apt-get install postgresql-15` で入れてから、もう一度実行してください。"
    )]
    NotInstalled,
    /// PostgreSQL is installed, but too old.
    #[error(
        "PostgreSQL {found} は古いため使えません（15 以降が必要です）。`apt-get install postgresql-15` で入れてから、もう一度実行してください。"
    )]
    TooOld {
        /// The newest version found.
        found: String,
    },
    /// The data was made by another version than those installed.
    #[error(
        "{} のデータは PostgreSQL {data} のものですが、その版の PostgreSQL が見つかりません。`apt-get install postgresql-{data}` で入れるか、別の --state-dir を指定してください。",
        directory.display()
    )]
    OtherVersion {
        /// The data directory.
        directory: PathBuf,
        /// Its version.
        data: String,
    },
    /// A directory belongs to somebody else than the server's user.
    #[error(
        "{} の所有者が {expected} ではありません。所有者を直すか、別の --state-dir を指定してください。",
        directory.display()
    )]
    WrongOwner {
        /// The directory.
        directory: PathBuf,
        /// Whose it should be.
        expected: String,
    },
    /// The server's user cannot enter the state directory.
    #[error(
        "{} に利用者 {user} が入れないため、データベースを置けません。親フォルダーの権限を直すか、別の --state-dir を指定してください。",
        directory.display()
    )]
    NotReachable {
        /// The directory.
        directory: PathBuf,
        /// The user the server runs as.
        user: String,
    },
    /// Another program uses the state directory.
    #[error(
        "{} は別のプログラム（プロセス {pid}）が使用中です。先にそちらを終了するか、別の --state-dir を指定してください。",
        directory.display()
    )]
    InUse {
        /// The state directory.
        directory: PathBuf,
        /// The other program.
        pid: u32,
    },
    /// A former program's server is still being stopped.
    #[error(
        "{} の以前のデータベースがまだ終了していません。しばらく待ってから、もう一度実行してください。",
        directory.display()
    )]
    StillStopping {
        /// The state directory.
        directory: PathBuf,
    },
    /// The user could not be determined.
    #[error("利用者の情報を調べられません（{what}）。")]
    NoAccount {
        /// What was asked.
        what: String,
    },
    /// A PostgreSQL program failed.
    #[error("{program} が失敗しました。出力は次のとおりです。\n{output}")]
    Failed {
        /// Its name.
        program: &'static str,
        /// What it wrote.
        output: String,
    },
    /// The server did not become ready in time, or ended at once.
    #[error("データベースを開始できませんでした。記録 {} の終わりは次のとおりです。\n{tail}", log.display())]
    DidNotStart {
        /// The server's log.
        log: PathBuf,
        /// Its last lines.
        tail: String,
    },
    /// The server did not end.
    #[error("データベース（プロセス {pid}）を終了できませんでした。")]
    DidNotStop {
        /// The server's process.
        pid: u32,
    },
    /// A file operation failed.
    #[error("{} を読み書きできません（{source}）。", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl ClusterError {
    /// For `map_err`: a failed operation on `path`.
    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }
}
