//! Makes a new or changed migration recompile the crate, which carries them.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=roles.sql");
}
