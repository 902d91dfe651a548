//! The definitions are built in: a new or changed one is a reason to build again.

fn main() {
    println!("cargo:rerun-if-changed=definitions");
    println!("cargo:rerun-if-changed=mappings");
    println!("cargo:rerun-if-changed=robots");
    println!("cargo:rerun-if-changed=portals");
}
