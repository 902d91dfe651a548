//! The catalogue is built in: a new or changed file in it is a reason to build again.

fn main() {
    println!("cargo:rerun-if-changed=../../catalogue/forms");
}
