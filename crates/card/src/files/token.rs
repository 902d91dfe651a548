//! 公的個人認証AP: what answers (0006), and which certificates it holds (0008).

/// What answers as the application for certificates.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum TokenKind {
    /// A card.
    Card,
    /// スマホ用電子証明書 of an Android telephone.
    Android,
    /// スマホ用電子証明書 of an iPhone.
    Iphone,
    /// Something that is not known here.
    Other,
}

impl TokenKind {
    /// Reads file 0006: its first 32 bytes are a name, filled up with spaces.
    pub fn parse(file: &[u8]) -> Self {
        let name = file.get(..32).unwrap_or_default();
        match name.trim_ascii_end() {
            b"JPKIAPICCTOKEN2" | b"JPKIAPICCTOKEN" => Self::Card,
            b"JPKIAPGPSETOKEN" => Self::Android,
            b"JPKIAPIOSTOKEN" => Self::Iphone,
            _ => Self::Other,
        }
    }
}

/// Which certificates a card holds. Children under 15 have none for signatures; anyone may do without.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct CertificateAvailability {
    /// 署名用.
    pub signature: bool,
    /// 利用者証明用.
    pub authentication: bool,
}

impl CertificateAvailability {
    /// Reads file 0008, three bytes; none where it is not that file. `8F` is what a card that holds the certificate
    /// says; what others say is not published.
    pub fn parse(file: &[u8]) -> Option<Self> {
        match file {
            [signature, authentication, _] => Some(Self {
                signature: *signature == 0x8F,
                authentication: *authentication == 0x8F,
            }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_says_what_answers() {
        for (name, kind) in [
            ("JPKIAPICCTOKEN2", TokenKind::Card),
            ("JPKIAPICCTOKEN", TokenKind::Card),
            ("JPKIAPGPSETOKEN", TokenKind::Android),
            ("JPKIAPIOSTOKEN", TokenKind::Iphone),
            ("JPKIAPICCTOKEN3", TokenKind::Other),
            ("", TokenKind::Other),
        ] {
            let file = format!("{name:32}{}", "9".repeat(128));
            assert_eq!(TokenKind::parse(file.as_bytes()), kind, "{name}");
        }
        assert_eq!(TokenKind::parse(b"JPKIAPICCTOKEN2"), TokenKind::Other, "cut off");
    }

    #[test]
    fn three_bytes_say_which_certificates_there_are() {
        let read = |file: &[u8]| {
            CertificateAvailability::parse(file).map(|found| (found.signature, found.authentication))
        };
        assert_eq!(read(&[0x8F, 0x8F, 0]), Some((true, true)));
        assert_eq!(read(&[0x00, 0x8F, 0]), Some((false, true)));
        assert_eq!(read(&[0x8F, 0xFF, 0]), Some((true, false)));
        assert_eq!(read(&[0x8F, 0x8F]), None);
        assert_eq!(read(&[]), None);
    }
}
