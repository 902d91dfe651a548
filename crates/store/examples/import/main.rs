//! What an import costs, beside a bare `COPY` into the same indexed tables.
//!
//!     cargo run --release -p madoguchi-store --all-features --example import -- make FILE RESIDENTS
//!     cargo run --release -p madoguchi-store --all-features --example import -- measure FILE DIFFERENCE
//!
//!     cargo run --release -p madoguchi-store --all-features --example import -- read FILE
//!
//! `make` writes a file of the register with synthetic people, and beside it `FILE.difference` with a later entry for
//! the people of one household in a hundred. `measure` starts a private PostgreSQL, imports both, copies the same rows
//! bare into a second database of the same server, and tells times, ratios and the peak of its own memory. Beside the
//! time on the wall it tells the processor's, which others on the same machine change less. `read` only reads.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on ends")]

mod bare;
mod make;
mod measure;
mod processor;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *words {
        ["make", file, residents] => make::make(file.as_ref(), residents.parse().unwrap()),
        ["read", file] => measure::read(file.as_ref()),
        ["measure", file, difference] => tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(measure::measure(file.as_ref(), difference.as_ref())),
        _ => {
            eprintln!("import make FILE RESIDENTS | import read FILE | import measure FILE DIFFERENCE");
            std::process::exit(2);
        }
    }
}
