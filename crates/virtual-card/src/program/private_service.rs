//! The PC/SC service in namespaces of its own, from outside: started, stopped and started again, ended.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use rustix::process::geteuid;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::timeout;

/// How long its end is waited for.
const PATIENCE: Duration = Duration::from_secs(5);

/// The service. It ends with its standard input, which the desk holds.
pub(super) struct PrivateService {
    child: Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl PrivateService {
    /// Starts it with its files in `directory`. The error says what is missing.
    pub(super) async fn start(directory: &Path, pcscd: &Path, driver: &Path) -> Result<Self, String> {
        let unshare = program("unshare").ok_or("unshare (Debian: util-linux)")?;
        let privileged = geteuid().is_root();
        let first = Self::start_as(&unshare, !privileged, directory, pcscd, driver).await;
        match first {
            // Root without the right to make namespaces, as in a container: then as any user does.
            Err(_) if privileged => Self::start_as(&unshare, true, directory, pcscd, driver).await,
            other => other,
        }
    }

    async fn start_as(
        unshare: &Path,
        user_namespace: bool,
        directory: &Path,
        pcscd: &Path,
        driver: &Path,
    ) -> Result<Self, String> {
        std::fs::create_dir_all(directory).map_err(|error| format!("a directory for its files ({error})"))?;
        let this = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut command = Command::new(unshare);
        command.args(["--net", "--mount", "--pid", "--fork", "--kill-child"]);
        if user_namespace {
            command.arg("--map-root-user");
        }
        command.arg("--").arg(this).arg("inside");
        command
            .arg("--directory")
            .arg(directory)
            .arg("--pcscd")
            .arg(pcscd)
            .arg("--driver")
            .arg(driver);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // Of its own, so that what ends the desk from the keyboard does not end the service before it.
            .process_group(0)
            .kill_on_drop(true);
        let mut child = command.spawn().map_err(|error| format!("unshare ({error})"))?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("pipes to the PC/SC service".into());
        };
        let mut service = Self {
            child,
            input,
            output: BufReader::new(output).lines(),
        };
        match service.output.next_line().await {
            Ok(Some(line)) if line == "ready" => Ok(service),
            Ok(Some(line)) => Err(line.strip_prefix("missing ").unwrap_or(&line).to_owned()),
            _ => Err(format!("namespaces ({})", service.last_words().await)),
        }
    }

    /// Stops the service or starts it again; the namespaces stay.
    pub(super) async fn tell(&mut self, what: &str) -> Result<(), String> {
        let line = format!("{what}\n");
        self.input
            .write_all(line.as_bytes())
            .await
            .map_err(|error| error.to_string())?;
        match self.output.next_line().await {
            Ok(Some(line)) if line == "done" => Ok(()),
            Ok(Some(line)) => Err(line),
            _ => Err("the PC/SC service is gone".into()),
        }
    }

    /// Ends the service, and waits until it has ended and removed its files.
    pub(super) async fn end(self) {
        let Self { mut child, input, .. } = self;
        drop(input);
        if timeout(PATIENCE, child.wait()).await.is_err() {
            let _ = child.kill().await;
        }
    }

    /// What it wrote on standard error.
    async fn last_words(&mut self) -> String {
        let Some(errors) = self.child.stderr.take() else {
            return String::new();
        };
        let mut lines = BufReader::new(errors).lines();
        match timeout(PATIENCE, lines.next_line()).await {
            Ok(Ok(Some(line))) => line,
            _ => "they cannot be made here".into(),
        }
    }
}

/// A program of this name in `PATH` or where system programs lie.
pub(super) fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/usr/bin".into(), "/sbin".into()])
        .map(|directory| directory.join(name))
        .find(|file| file.is_file())
}
