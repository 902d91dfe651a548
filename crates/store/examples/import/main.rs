//! What an import costs, beside a bare `COPY` into the same indexed tables.
//!
//!     cargo run --release -p madoguchi-store --all-features --example import -- make FILE RESIDENTS
//!     cargo run --release -p madoguchi-store --all-features --example import -- measure FILE DIFFERENCE
//!
//! `make` writes a file of the register with synthetic people, and beside it `FILE.difference` with a later entry for
//! the people of one household in a hundred. `measure` starts a private PostgreSQL, imports both, copies the same rows
//! bare into a second database of the same server, and tells rates, ratios and the peak of its own memory.

#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on ends")]

mod bare;
mod make;
mod measure;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *words {
        ["make", file, residents] => make::make(file.as_ref(), residents.parse().unwrap()),
        ["measure", file, difference] => tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(measure::measure(file.as_ref(), difference.as_ref())),
        _ => {
            eprintln!("import make FILE RESIDENTS | import measure FILE DIFFERENCE");
            std::process::exit(2);
        }
    }
}
