//! Reads PDFs that come from outside, in a process of its own: reading may take any time and memory, and the server
//! must not. The process sends back what it found as JSON.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use axum::body::Bytes;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use madoguchi_forms::Fonts;
use madoguchi_forms::own_form::read::{Refusal, Uploaded, read};
use serde::{Deserialize, Serialize};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::error::PageError;

/// How long reading a file may take.
const PATIENCE: Duration = Duration::from_mins(1);

/// Where files are read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PdfReader {
    /// In this process: for tests, whose files are their own.
    Here,
    /// By this program with the argument `read-pdf`: it takes the file on its standard input, and writes what
    /// [`pdf_answer`] makes of it.
    Program(PathBuf),
}

/// A file that can be used.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Reading {
    /// Its pages, without their pictures, and what is to be known.
    pub(crate) uploaded: Uploaded,
    /// The pictures of its pages, as PNG.
    pub(crate) pictures: Vec<Vec<u8>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    Usable {
        uploaded: Uploaded,
        pictures: Vec<String>,
    },
    Refused(String),
}

/// What is made of a file, as the reading process writes it.
///
/// # Errors
/// Where the answer cannot be written as JSON.
pub fn pdf_answer(bytes: &[u8], fonts: &Fonts) -> Result<Vec<u8>, serde_json::Error> {
    let answer = match read(bytes, fonts) {
        Err(refusal) => Answer::Refused(refusal.to_string()),
        Ok(uploaded) => Answer::Usable {
            pictures: uploaded
                .pages
                .iter()
                .map(|page| BASE64.encode(&page.picture))
                .collect(),
            uploaded,
        },
    };
    serde_json::to_vec(&answer)
}

impl PdfReader {
    /// Reads a file. The inner result is what the file is, or the sentence that tells why it cannot be used.
    pub(crate) async fn read(
        &self,
        bytes: Bytes,
        fonts: &Fonts,
    ) -> Result<Result<Reading, String>, PageError> {
        let answer = match self {
            Self::Here => pdf_answer(&bytes, fonts).map_err(PageError::internal)?,
            Self::Program(program) => match ask(program, &bytes).await? {
                Some(answer) => answer,
                None => return Ok(Err(Refusal::TooComplex.to_string())),
            },
        };
        match serde_json::from_slice(&answer).map_err(PageError::internal)? {
            Answer::Refused(why) => Ok(Err(why)),
            Answer::Usable { uploaded, pictures } => {
                let pictures = pictures.iter().map(|picture| BASE64.decode(picture));
                let pictures = pictures.collect::<Result<_, _>>().map_err(PageError::internal)?;
                Ok(Ok(Reading { uploaded, pictures }))
            }
        }
    }
}

/// Lets the program read; none if the file was too much for it.
async fn ask(program: &PathBuf, bytes: &[u8]) -> Result<Option<Vec<u8>>, PageError> {
    let mut child = Command::new(program)
        .arg("read-pdf")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(PageError::internal)?;
    let mut input = child
        .stdin
        .take()
        .ok_or_else(|| PageError::internal("the reading process has no input"))?;
    let work = async {
        // One that ends before it has read everything has its reasons; its exit tells.
        let _ = input.write_all(bytes).await;
        drop(input);
        child.wait_with_output().await
    };
    match tokio::time::timeout(PATIENCE, work).await {
        Err(_) => Ok(None),
        Ok(Err(error)) => Err(PageError::internal(error)),
        Ok(Ok(output)) if output.status.success() => Ok(Some(output.stdout)),
        Ok(Ok(output)) => {
            tracing::warn!(status = %output.status, "an uploaded PDF could not be read");
            Ok(None)
        }
    }
}
