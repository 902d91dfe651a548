//! Connection strings.

use std::fmt::Write as _;
use std::path::Path;

/// `postgres:///database?host=/socket/directory&user=role`, percent-encoded where needed.
pub(crate) fn socket_url(socket: &Path, role: &str, database: &str) -> String {
    let socket = encode(socket.as_os_str().as_encoded_bytes(), b"/");
    let (role, database) = (encode(role.as_bytes(), b""), encode(database.as_bytes(), b""));
    format!("postgres:///{database}?host={socket}&user={role}")
}

fn encode(bytes: &[u8], kept: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, &byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || kept.contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_directories_are_encoded() {
        let url = socket_url(Path::new("/tmp/a b&c"), "app", "town");
        assert_eq!(url, "postgres:///town?host=/tmp/a%20b%26c&user=app");
    }
}
