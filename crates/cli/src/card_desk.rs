//! What a server is told about cards on its command line.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use madoguchi_jpki::{Anchors, Environment, Profile, Purpose};
use madoguchi_web::{Anchoring, CardDesk, CertificateDesk, Revocation, USUAL_BRIDGE};

use crate::{Failure, card_keys};

/// Under which roots certificates are trusted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(crate) enum CardEnvironment {
    /// 本番のカード（J-LIS の認証局）
    Production,
    /// J-LIS のテスト用カード
    Test,
    /// 独自の試験用認証局（--card-anchors で示す）
    Own,
}

impl CardEnvironment {
    /// The roots of the environment; one's own from a file.
    pub(crate) fn anchors(self, own: Option<&Path>) -> Result<Anchors, Failure> {
        match (self, own) {
            (Self::Production, None) => Ok(Anchors::production()?),
            (Self::Test, None) => Ok(Anchors::test()?),
            (Self::Own, Some(file)) => own_anchors(&std::fs::read(file)?),
            (Self::Own, None) => Err("独自の認証局には、その証明書のファイルが要ります。".into()),
            (_, Some(_)) => Err("証明書のファイルは、独自の認証局のときだけ使えます。".into()),
        }
    }
}

#[derive(Args, Debug, Clone)]
pub(crate) struct Options {
    /// カード用の鍵を置くフォルダー（`madoguchi card keys` で作る）。指定すると、窓口でマイナンバーカードを読める
    #[arg(long = "card-keys", env = "MADOGUCHI_CARD_KEYS", value_name = "DIR")]
    keys: Option<PathBuf>,
    /// 電子証明書を信頼する認証局
    #[arg(long = "card-environment", value_enum, default_value = "production")]
    environment: CardEnvironment,
    /// 独自の認証局の証明書（PEM）。署名用・利用者証明用の両方に使う
    #[arg(long = "card-anchors", value_name = "FILE")]
    anchors: Option<PathBuf>,
    /// 失効を確認する OCSP レスポンダーの URL。指定しないと、失効は常に「確認できない」になる
    #[arg(long = "card-ocsp", value_name = "URL")]
    ocsp: Option<String>,
    /// 窓口端末のカード読取りプログラムの URL
    #[arg(long = "card-bridge", default_value = USUAL_BRIDGE, value_name = "URL")]
    bridge: String,
}

impl Options {
    /// The desk that was asked for; none without keys.
    pub(crate) fn desk(&self) -> Result<Option<CardDesk>, Failure> {
        let Some(directory) = &self.keys else {
            return Ok(None);
        };
        let keys = card_keys::read(directory)?;
        let anchors = self.environment.anchors(self.anchors.as_deref())?;
        Ok(Some(desk(keys, anchors, self.ocsp.as_deref(), &self.bridge)))
    }
}

/// A desk of its parts.
pub(crate) fn desk(
    keys: card_keys::CardKeys,
    anchors: Anchors,
    ocsp: Option<&str>,
    bridge: &str,
) -> CardDesk {
    let profile = Profile::of(anchors.environment());
    let revocation = ocsp.map_or_else(Revocation::nobody, |address| {
        Revocation::ocsp(address, profile.clone())
    });
    CardDesk {
        bridge: bridge.trim_end_matches('/').to_owned(),
        signing: keys.signing,
        certificates: CertificateDesk::new(Anchoring { anchors, profile }, revocation),
        numbers: Some(keys.numbers),
    }
}

/// One's own authorities, for both purposes.
pub(crate) fn own_anchors(pem: &[u8]) -> Result<Anchors, Failure> {
    let mut anchors = Anchors::new(Environment::Own);
    for purpose in [Purpose::Authentication, Purpose::Signature] {
        anchors.add(purpose, pem)?;
    }
    Ok(anchors)
}
