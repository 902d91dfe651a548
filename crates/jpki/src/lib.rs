//! 公的個人認証 (JPKI): certificates, their verification, and signatures made with them. No network, no clock of its own.
