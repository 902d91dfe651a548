//! Passwords: argon2id with the parameters of the OWASP cheat sheet (19 MiB, two passes, one lane).

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use madoguchi_model::clock::Entropy;
use tokio::sync::Semaphore;

use crate::error::PageError;

/// The shortest password somebody may choose, in characters.
pub(crate) const MIN_LENGTH: usize = 12;

/// The longest, so that hashing cannot be made expensive.
pub(crate) const MAX_LENGTH: usize = 256;

/// How many passwords are worked on at once; each takes 19 MiB and a core for some ten milliseconds.
static SLOTS: Semaphore = Semaphore::const_new(4);

/// What a password is compared with when nobody has the name, so that the answer takes as long.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_with_salt("no account has this password", &[0; 16]));

fn hash_with_salt(password: &str, salt: &[u8; 16]) -> String {
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), salt)
        .expect("the parameters and the length of the salt are within argon2's limits")
        .to_string()
}

/// The hash of a password as a PHC string, as accounts keep it. Takes a core for some ten milliseconds.
pub fn hash(password: &str, entropy: &dyn Entropy) -> String {
    let mut salt = [0; 16];
    entropy.fill(&mut salt);
    hash_with_salt(password, &salt)
}

/// [`hash`] on a thread where it holds nobody up.
pub(crate) async fn hash_aside(
    password: String,
    entropy: std::sync::Arc<dyn Entropy>,
) -> Result<String, PageError> {
    aside(move || hash(&password, &*entropy)).await
}

/// Whether the password is the account's. `None` for a name nobody has: takes as long, and is false.
pub(crate) async fn verify_aside(password: String, known: Option<String>) -> Result<bool, PageError> {
    aside(move || {
        let somebody = known.is_some();
        let text = known.unwrap_or_else(|| NOBODY.clone());
        let matches = PasswordHash::new(&text).is_ok_and(|hash| {
            Argon2::default()
                .verify_password(password.as_bytes(), &hash)
                .is_ok()
        });
        somebody && matches
    })
    .await
}

async fn aside<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> Result<T, PageError> {
    let _slot = SLOTS.acquire().await.map_err(PageError::internal)?;
    tokio::task::spawn_blocking(job)
        .await
        .map_err(PageError::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_matches_its_own_hash_only() {
        let hash = hash_with_salt("正しいパスワードです", &[1; 16]);
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(
            verify_aside("正しいパスワードです".into(), Some(hash.clone()))
                .await
                .unwrap()
        );
        assert!(
            !verify_aside("ちがうパスワードです".into(), Some(hash))
                .await
                .unwrap()
        );
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        assert!(
            !verify_aside("no account has this password".into(), None)
                .await
                .unwrap()
        );
    }
}
