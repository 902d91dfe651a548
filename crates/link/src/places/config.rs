//! The operator's configuration of places.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use object_store::aws::AmazonS3Builder;
use object_store::{ClientOptions, ObjectStore, RetryConfig};
use serde::Deserialize;
use thiserror::Error;

use super::bucket::Bucket;
use super::folder::Folder;
use super::path::check_folder;
use super::{Kind, Place, PlaceError};

/// The places that an operator has set up. Cheap to clone.
#[derive(Clone, Default, Debug)]
pub struct Places(Arc<BTreeMap<String, Known>>);

#[derive(Debug)]
struct Known {
    title: String,
    at: At,
}

#[derive(Debug)]
enum At {
    Folder(PathBuf),
    Bucket(Arc<dyn ObjectStore>, String),
}

/// Why a configuration cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// It cannot be read.
    #[error("置き場の設定を読めません：{0}")]
    Form(#[from] toml::de::Error),
    /// A place is neither or both.
    #[error("置き場「{0}」には、folder か bucket のどちらか1つを書いてください。")]
    Kind(String),
    /// A folder must not depend on where the program was started.
    #[error("置き場「{0}」の folder は、「/」から始まるパスで書いてください。")]
    Relative(String),
    /// A key is not where the configuration says.
    #[error("置き場「{place}」の鍵を入れた環境変数 {variable} がありません。")]
    NoKey {
        /// The place.
        place: String,
        /// The variable.
        variable: String,
    },
    /// Not encrypted, and not this machine.
    #[error(
        "置き場「{0}」の endpoint は https:// で始めてください（この機械の中だけは http:// も使えます）。"
    )]
    NotEncrypted(String),
    /// The storage's client cannot be made of it.
    #[error("置き場「{0}」の設定に誤りがあります。bucket、endpoint、region を確かめてください。")]
    Storage(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    places: BTreeMap<String, Written>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    title: String,
    folder: Option<PathBuf>,
    bucket: Option<String>,
    #[serde(default)]
    prefix: String,
    endpoint: Option<String>,
    region: Option<String>,
    access_key_env: Option<String>,
    secret_key_env: Option<String>,
}

impl Places {
    /// Reads a configuration. `variable` gives what the environment has under a name.
    pub fn parse(text: &str, variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let file: File = toml::from_str(text)?;
        let mut known = BTreeMap::new();
        for (name, written) in file.places {
            let at = match (&written.folder, &written.bucket) {
                (Some(folder), None) if folder.is_absolute() => At::Folder(folder.clone()),
                (Some(_), None) => return Err(ConfigError::Relative(name)),
                (None, Some(bucket)) => {
                    let store = storage(&name, bucket, &written, variable)?;
                    At::Bucket(store, written.prefix.trim_matches('/').to_owned())
                }
                _ => return Err(ConfigError::Kind(name)),
            };
            known.insert(
                name,
                Known {
                    title: written.title,
                    at,
                },
            );
        }
        Ok(Self(Arc::new(known)))
    }

    /// The places' names and titles.
    pub fn titles(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, known)| (&**name, &*known.title))
    }

    /// A folder of a municipality's part of a place: the folder with its code. `folder` is `a/b`, or empty.
    pub fn at(&self, place: &str, municipality: &str, folder: &str) -> Result<Place, PlaceError> {
        let known = self.0.get(place);
        let known = known.ok_or_else(|| PlaceError::Unknown(place.to_owned()))?;
        check_folder(folder)?;
        Ok(Place(match &known.at {
            At::Folder(root) => Kind::Folder(Folder {
                place: known.title.clone(),
                root: root.join(municipality),
                within: folder.to_owned(),
            }),
            At::Bucket(store, prefix) => Kind::Bucket(Bucket {
                place: known.title.clone(),
                store: store.clone(),
                prefix: [&**prefix, municipality, folder]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join("/"),
            }),
        }))
    }
}

fn storage(
    name: &str,
    bucket: &str,
    written: &Written,
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Arc<dyn ObjectStore>, ConfigError> {
    let key = |of: &Option<String>| {
        let named = of.as_deref().unwrap_or_default();
        variable(named).ok_or_else(|| ConfigError::NoKey {
            place: name.to_owned(),
            variable: named.to_owned(),
        })
    };
    let mut builder = AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_access_key_id(key(&written.access_key_env)?)
        .with_secret_access_key(key(&written.secret_key_env)?)
        .with_region(written.region.as_deref().unwrap_or("ap-northeast-1"))
        // A look is tried again by the schedule, and somebody may wait for it.
        .with_retry(RetryConfig {
            max_retries: 2,
            ..RetryConfig::default()
        });
    if let Some(endpoint) = &written.endpoint {
        let local = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"]
            .iter()
            .any(|host| endpoint.starts_with(host));
        if !endpoint.starts_with("https://") && !local {
            return Err(ConfigError::NotEncrypted(name.to_owned()));
        }
        let options = ClientOptions::new().with_allow_http(local);
        builder = builder.with_endpoint(endpoint).with_client_options(options);
    }
    // Where several libraries could encrypt, one must be named; the database's connections use the same. Somebody else
    // may have named it already.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let store = builder.build();
    store
        .map(|store| Arc::new(store) as Arc<dyn ObjectStore>)
        .map_err(|_| ConfigError::Storage(name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Places, ConfigError> {
        let keys = |name: &str| matches!(name, "KEY" | "SECRET").then(|| "x".to_owned());
        Places::parse(text, &keys)
    }

    #[test]
    fn places_are_folders_or_buckets() {
        let places = parse(
            "[places.core]\ntitle = \"住基\"\nfolder = \"/srv/core\"\n[places.cloud]\ntitle = \"クラウド\"\n\
             bucket = \"files\"\nendpoint = \"https://storage.example\"\naccess_key_env = \"KEY\"\n\
             secret_key_env = \"SECRET\"\n",
        )
        .unwrap();
        let titles: Vec<_> = places.titles().collect();
        assert_eq!(titles, [("cloud", "クラウド"), ("core", "住基")]);
        assert!(places.at("core", "000019", "juki").is_ok());
        assert!(matches!(
            places.at("x", "000019", ""),
            Err(PlaceError::Unknown(_))
        ));
        assert!(matches!(
            places.at("core", "000019", "../x"),
            Err(PlaceError::Outside(_))
        ));
    }

    #[test]
    fn what_is_wrong_is_told() {
        let with = |rest: &str| parse(&format!("[places.a]\ntitle = \"A\"\n{rest}")).unwrap_err();
        assert!(matches!(with(""), ConfigError::Kind(_)));
        assert!(matches!(
            with("folder = \"/a\"\nbucket = \"b\""),
            ConfigError::Kind(_)
        ));
        assert!(matches!(with("folder = \"a\""), ConfigError::Relative(_)));
        assert!(matches!(
            with("folder = \"/a\"\nsecret = \"x\""),
            ConfigError::Form(_)
        ));
        let keys = "bucket = \"b\"\naccess_key_env = \"KEY\"\nsecret_key_env";
        assert!(
            matches!(with(&format!("{keys} = \"NO\"")), ConfigError::NoKey { variable, .. } if variable == "NO")
        );
        let plain = format!("{keys} = \"SECRET\"\nendpoint = \"http://storage.example\"");
        assert!(matches!(with(&plain), ConfigError::NotEncrypted(_)));
    }
}
