//! Reads a release from its folder.

use std::path::{Path, PathBuf};

use madoguchi_guidance::catalogue::{Finding, Release, load};

use super::CatalogueError;

/// The release of a folder, or what is wrong with it.
pub(super) fn release(folder: &Path) -> Result<Result<Release, Vec<Finding>>, CatalogueError> {
    let mut files = Vec::new();
    collect(folder, folder, &mut files)?;
    let files: Vec<(String, &[u8])> = files
        .iter()
        .map(|(path, bytes)| (path.clone(), bytes.as_slice()))
        .collect();
    Ok(load(&files))
}

/// The folders in a folder of releases, each with its name; none where the folder is a release itself.
pub(super) fn releases(folder: &Path) -> Result<Vec<(String, PathBuf)>, CatalogueError> {
    if folder.join("release.toml").exists() {
        return Ok(Vec::new());
    }
    let unreadable = |source| CatalogueError::Unreadable {
        path: folder.to_owned(),
        source,
    };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        if entry.path().join("release.toml").exists() {
            found.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
        }
    }
    found.sort();
    Ok(found)
}

/// The release of a folder; an error where it has mistakes, which `check` tells.
pub(super) fn usable(folder: &Path) -> Result<Release, CatalogueError> {
    release(folder)?.map_err(|findings| CatalogueError::Errors(findings.len()))
}

/// Every file under a folder, with its path from the root.
pub(super) fn collect(
    root: &Path,
    folder: &Path,
    files: &mut Vec<(String, Vec<u8>)>,
) -> Result<(), CatalogueError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| CatalogueError::Unreadable { path, source }
    };
    for entry in std::fs::read_dir(folder).map_err(unreadable(folder))? {
        let path = entry.map_err(unreadable(folder))?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let bytes = std::fs::read(&path).map_err(unreadable(&path))?;
            let name = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .to_string_lossy()
                .replace('\\', "/");
            files.push((name, bytes));
        }
    }
    Ok(())
}

/// The text of a file, without a byte order mark.
pub(super) fn text(path: &Path) -> Result<String, CatalogueError> {
    let text = std::fs::read_to_string(path).map_err(|source| CatalogueError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}
