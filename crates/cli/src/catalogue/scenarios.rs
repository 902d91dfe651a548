//! `madoguchi catalogue test`: runs scenarios against a release.

use std::io::Write;
use std::path::Path;

use madoguchi_guidance::scenario::{self, ScenarioFile};

use super::CatalogueError;
use super::folder::{collect, release};

/// Runs every scenario against the release of the folder.
pub(super) fn test(folder: &Path, scenarios: &Path) -> Result<(), CatalogueError> {
    let mut out = std::io::stdout().lock();
    let release = match release(folder)? {
        Ok(release) => release,
        Err(findings) => {
            for finding in &findings {
                writeln!(out, "{finding}")?;
            }
            return Err(CatalogueError::Errors(findings.len()));
        }
    };
    let mut files = Vec::new();
    collect(scenarios, scenarios, &mut files)?;
    files.sort();
    let (mut count, mut wrong) = (0, 0);
    for (path, bytes) in files {
        let text = String::from_utf8_lossy(&bytes);
        let differing = match toml::from_str::<ScenarioFile>(&text) {
            Ok(file) => {
                count += file.scenario.len();
                scenario::run(&file, &release)
            }
            Err(error) => vec![format!("{path}: 読めません: {error}")],
        };
        wrong += differing.len();
        for line in differing {
            writeln!(out, "{line}")?;
        }
    }
    writeln!(out, "事例 {count} 件、違う結果 {wrong} 件")?;
    out.flush()?;
    if wrong == 0 {
        Ok(())
    } else {
        Err(CatalogueError::Scenarios(wrong))
    }
}
