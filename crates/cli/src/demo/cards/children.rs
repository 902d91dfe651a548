//! A program of ours that runs beside this one and says in one line of JSON when it is ready. It ends when its input
//! ends, and so with this program, however that ends.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::Command;

use crate::Failure;

/// How long it may take to be ready.
const PATIENCE: Duration = Duration::from_mins(1);

/// The running program; dropped, it is stopped.
pub(crate) struct Child {
    _process: tokio::process::Child,
}

impl Child {
    /// Starts it and waits for its line.
    pub(crate) async fn start(
        program: &Path,
        arguments: &[&str],
        environment: &[(&str, &str)],
    ) -> Result<(Self, Value), Failure> {
        let name = program
            .file_name()
            .unwrap_or(OsStr::new(""))
            .display()
            .to_string();
        let mut process = Command::new(program)
            .args(arguments)
            .envs(environment.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let (Some(stdout), Some(mut stderr)) = (process.stdout.take(), process.stderr.take()) else {
            return Err(format!("{name} と話せません。").into());
        };
        let mut lines = BufReader::new(stdout).lines();
        let said = tokio::time::timeout(PATIENCE, lines.next_line())
            .await
            .map_err(|_| format!("{name} が準備を終えません。"))??;
        let Some(line) = said else {
            let mut why = String::new();
            stderr.read_to_string(&mut why).await?;
            return Err(format!("{name}：{}", why.trim()).into());
        };
        // What it says later would fill the pipes if nobody read it.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        tokio::spawn(async move { tokio::io::copy(&mut stderr, &mut tokio::io::sink()).await });
        Ok((Self { _process: process }, serde_json::from_str(&line)?))
    }
}
