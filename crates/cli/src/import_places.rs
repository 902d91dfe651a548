//! Where files of the core systems lie that the server imports by itself, and where files for them are put.

use std::path::{Path, PathBuf};

use clap::Args;
use madoguchi_link::places::{Places, Spool};

use crate::{Failure, state_directory};

#[derive(Args, Debug, Default)]
pub(crate) struct Options {
    /// 業務システムとやり取りするファイルの置き場（フォルダー、オブジェクトストレージ）の設定ファイル（TOML）
    #[arg(long, env = "MADOGUCHI_PLACES", value_name = "FILE")]
    places: Option<PathBuf>,
    /// 画面から渡されたファイルを、取り込むまで置くフォルダー。サーバーが2台以上なら、共有のフォルダーにする
    /// （既定：状態フォルダーの spool）
    #[arg(long, env = "MADOGUCHI_SPOOL", value_name = "DIR")]
    spool: Option<PathBuf>,
}

impl Options {
    /// The places that are set up, and the spool, in the state directory unless it is said where.
    pub(crate) fn open(&self) -> Result<(Places, Spool), Failure> {
        let places = match &self.places {
            None => Places::default(),
            Some(file) => {
                let text = std::fs::read_to_string(file)
                    .map_err(|error| format!("{} を読めません（{error}）。", file.display()))?;
                Places::parse(&text, &|name| std::env::var(name).ok())?
            }
        };
        let spool = match &self.spool {
            Some(spool) => spool.clone(),
            None => state_directory::spool(&state_directory::usual()?),
        };
        Ok((places, Spool::open(&spool)?))
    }
}

/// The name of the demonstration's place.
pub(crate) const DEMO: &str = "demo";
/// The folder in it for files to core systems.
pub(crate) const TO_CORE: &str = "to-core";
/// The folder in it for what core systems answer.
pub(crate) const FROM_CORE: &str = "from-core";

/// The demonstration's own: one folder in the state directory, in which each municipality has its part.
pub(crate) fn of_demonstration<'m>(
    state: &Path,
    municipalities: impl Iterator<Item = &'m str>,
) -> Result<(Places, Spool), Failure> {
    let folder = state.join("files");
    for code in municipalities {
        for within in [TO_CORE, FROM_CORE] {
            std::fs::create_dir_all(folder.join(code).join(within))?;
        }
    }
    let folder = std::path::absolute(folder)?;
    let folder = toml::Value::String(folder.display().to_string());
    let text = format!("[places.{DEMO}]\ntitle = \"デモのフォルダー\"\nfolder = {folder}\n");
    let places = Places::parse(&text, &|_| None)?;
    Ok((places, Spool::open(&state_directory::spool(state))?))
}
