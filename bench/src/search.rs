//! How long an officer waits for a search in a large city, with many other municipalities beside it.

mod city;
mod kinds;
mod people;
mod server;

use crate::browser::{Client, expect, sign_in};
use crate::number;
use crate::stopwatch::Times;

/// Current residents of the city that is searched.
const RESIDENTS: u64 = 1_000_000;
/// Municipalities in the same tables.
const OTHERS: u64 = 300;
/// Current residents of each of them.
const NEIGHBOURS: usize = 1_000;
/// Searches of each kind, after a warm-up.
const SEARCHES: u64 = 200;

pub(crate) fn run(options: &[String]) -> Result<(), String> {
    let residents =
        usize::try_from(number(options, "--residents", RESIDENTS)?).map_err(|error| error.to_string())?;
    let others = number(options, "--others", OTHERS)?;
    let searches =
        usize::try_from(number(options, "--searches", SEARCHES)?).map_err(|error| error.to_string())?;
    let only = options.iter().position(|option| option == "--kind");
    let only = only.and_then(|place| options.get(place + 1));
    let city = city::build(residents, others, NEIGHBOURS)?;
    let server = server::Server::start(&city)?;
    let mut client = Client::new(server.port(), city::HOST);
    sign_in(&mut client, (&city.officer, city::PASSWORD))?;
    println!(
        "{residents} residents, {others} municipalities of {NEIGHBOURS} beside them; {searches} searches of each kind, one at a time"
    );
    println!(
        "{:<28}{:>8}{:>10}{:>10}{:>10}",
        "kind", "found", "p50 ms", "p95 ms", "longest"
    );
    let mut worst = (0.0, "");
    let all = kinds::all(&city.people, searches).into_iter();
    for kind in all.filter(|kind| only.is_none_or(|part| kind.name.contains(part.as_str()))) {
        let (mut times, mut found) = (Times::default(), 0);
        for (n, words) in kind.searches.iter().enumerate() {
            let query: String = form_urlencoded::byte_serialize(words.as_bytes()).collect();
            let answer = client.get(&format!("/residents?q={query}"))?;
            expect(&answer, 200, kind.name)?;
            // What the server and its database do once for everybody is not an officer's wait.
            if n < kinds::WARM_UP {
                continue;
            }
            times.add(answer.took);
            found += usize::from(answer.html().contains("href=\"/residents/"));
        }
        let p95 = times.percentile(95);
        if p95 > worst.0 {
            worst = (p95, kind.name);
        }
        let (p50, longest) = (times.percentile(50), times.percentile(100));
        println!(
            "{:<28}{:>7}%{p50:>10.1}{p95:>10.1}{longest:>10.1}  {}",
            kind.name,
            100 * found / times.len().max(1),
            kind.example()
        );
    }
    println!("the slowest kind by p95: {} with {:.1} ms", worst.1, worst.0);
    server.stop()?;
    city.remove()
}
