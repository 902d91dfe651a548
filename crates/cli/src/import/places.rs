//! `madoguchi import postcode` and `madoguchi import abr`: national data of places, loaded by the operator as the owner.

use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use madoguchi_import::{PlaceOutcome, PlaceReader, csv_files};
use madoguchi_link::hex;
use madoguchi_model::clock::Clock;
use madoguchi_store::{Owner, PlacesLoad};
use sha2::{Digest, Sha256};

use crate::machine::{OsEntropy, SystemClock};
use crate::{Failure, Outcome, state_directory};

#[derive(Args, Debug)]
pub(crate) struct Options {
    /// ファイル（CSV、またはCSVの入ったZIP）。いくつでも指定できる
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// 今までの半分より少なくなってもよい
    #[arg(long)]
    accept_removals: bool,
    /// 所有者（`madoguchi_owner`）としての接続先。指定しなければ、動いている demo に取り込む
    #[arg(
        long,
        env = "MADOGUCHI_MIGRATE_URL",
        hide_env_values = true,
        value_name = "URL"
    )]
    migrate_url: Option<String>,
    /// 動いている demo のデータを置いたフォルダー
    #[arg(long, value_name = "DIR", conflicts_with = "migrate_url")]
    state_dir: Option<PathBuf>,
}

/// What rejects of a file may be at most: one row in so many. A file with more is another kind of file.
const ONE_IN: u64 = 20;

/// Loads files that are of 日本郵便 (`of_post`) or of the registry.
pub(super) async fn run(options: &Options, of_post: bool) -> Outcome {
    let url = match &options.migrate_url {
        Some(url) => url.clone(),
        None => demo(options)?,
    };
    let owner = Owner::connect(&url, Arc::new(SystemClock), Arc::new(OsEntropy)).await?;
    let done = all(&owner, options, of_post).await;
    owner.close().await;
    done
}

fn demo(options: &Options) -> Result<String, Failure> {
    let state = options
        .state_dir
        .clone()
        .map_or_else(state_directory::usual, Ok)?;
    madoguchi_cluster::Cluster::url_of_running(&state, crate::demo::OWNER, crate::demo::NAME)?.ok_or_else(
        || "接続先がありません。--migrate-url を指定するか、先に demo を開始してください。".into(),
    )
}

async fn all(owner: &Owner, options: &Options, of_post: bool) -> Outcome {
    for path in &options.files {
        let unreadable = |error| format!("{} を読めません（{error}）。", path.display());
        let mut head = [0; 4];
        let mut file = std::fs::File::open(path).map_err(unreadable)?;
        let archive = file.read_exact(&mut head).is_ok() && head == *b"PK\x03\x04";
        if archive {
            let bytes = std::fs::read(path).map_err(unreadable)?;
            for (name, content) in csv_files(&bytes)? {
                println!("{}（{name}）", path.display());
                load(owner, &content[..], path, options, of_post).await?;
            }
        } else {
            println!("{}", path.display());
            let file = std::fs::File::open(path).map_err(unreadable)?;
            load(owner, BufReader::new(file), path, options, of_post).await?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Adds to a digest what is read.
struct Digesting<R>(R, Sha256);

impl<R: Read> Read for Digesting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}

async fn load(
    owner: &Owner,
    file: impl Read,
    beside: &Path,
    options: &Options,
    of_post: bool,
) -> Result<(), Failure> {
    let mut file = Digesting(file, Sha256::new());
    let mut reader = PlaceReader::new(&mut file, SystemClock.today())?;
    let kind = reader.kind();
    if kind.is_postcode() != of_post {
        let right = if kind.is_postcode() { "postcode" } else { "abr" };
        return Err(format!(
            "これは{}です。madoguchi import {right} で取り込んでください。",
            kind.label()
        )
        .into());
    }
    println!("  種類　　　　　　{}", kind.label());
    let mut load = owner.load_places(kind).await?;
    let read = rows(&mut reader, &mut load).await?;
    let total = reader.row();
    println!("  読んだ行　　　　{total}");
    println!("  効力のない行　　{}（廃止済み、または施行前）", read.passed);
    println!("  取り込めない行　{}", read.rejects.len());
    write_rejects(&read.rejects, beside)?;
    let wrong = u64::try_from(read.rejects.len()).unwrap_or(u64::MAX);
    if wrong.saturating_mul(ONE_IN) > total {
        return Err("取り込めない行が多すぎるので、反映しませんでした。今までの内容はそのままです。".into());
    }
    drop(reader);
    if kind == madoguchi_import::PlaceFile::Cities {
        println!("  市区町村名はほかのファイルにもあるので、確かめるだけで、取り込むものはありません。");
        return Ok(());
    }
    let digest = hex(&file.1.finalize());
    let done = load
        .finish(&digest, wrong, SystemClock.now(), options.accept_removals)
        .await?;
    let place = if done.whole {
        "全国を入れ替えました".to_owned()
    } else {
        format!("{} 市区町村を入れ替えました", done.municipalities)
    };
    println!(
        "  結果　　　　　　{} 件（前は {} 件）。{place}。",
        done.rows, done.before
    );
    Ok(())
}

#[derive(Default)]
struct Counted {
    passed: u64,
    rejects: Vec<(u64, String, madoguchi_import::Reason)>,
}

async fn rows<R: Read>(reader: &mut PlaceReader<R>, load: &mut PlacesLoad) -> Result<Counted, Failure> {
    let mut read = Counted::default();
    while let Some(outcome) = reader.read()? {
        match outcome {
            PlaceOutcome::Rows(rows) => {
                for row in &rows {
                    load.take(row).await?;
                }
            }
            PlaceOutcome::NotInForce => read.passed += 1,
            PlaceOutcome::Rejected(reject) => {
                read.rejects.push((reject.row, reject.item, reject.reason));
            }
        }
    }
    Ok(read)
}

/// The file of rejects beside the imported one.
fn write_rejects(rejects: &[(u64, String, madoguchi_import::Reason)], beside: &Path) -> Result<(), Failure> {
    if rejects.is_empty() {
        return Ok(());
    }
    let path = beside.with_added_extension("rejects.csv");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path)?);
    write!(file, "\u{FEFF}行,項目,理由,直し方\r\n")?;
    for (row, item, reason) in rejects {
        write!(
            file,
            "{row},\"{item}\",\"{}\",\"{}\"\r\n",
            reason.text(),
            reason.remedy()
        )?;
    }
    file.flush()?;
    println!("  取り込めない行の一覧：{}", path.display());
    Ok(())
}

/// Loads a file of the demonstration.
pub(crate) async fn seed(owner: &Owner, text: &str) -> Result<(), Failure> {
    let now = SystemClock.now();
    let mut reader = PlaceReader::new(text.as_bytes(), SystemClock.today())?;
    let mut load = owner.load_places(reader.kind()).await?;
    rows(&mut reader, &mut load).await?;
    let digest = hex(&Sha256::digest(text));
    load.finish(&digest, 0, now, false).await?;
    Ok(())
}
