//! Whole visits over HTTP: search, reception, interview, applications as one PDF, signatures, hand-off.

mod server;
mod visit;

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use server::Server;
use visit::Visited;

use crate::browser::{Client, sign_in};
use crate::number;

/// Officers at work at once.
const OFFICERS: usize = 4;
/// Visits altogether, after a warm-up.
const VISITS: u64 = 200;

pub(crate) fn run(options: &[String]) -> Result<(), String> {
    let officers = usize::try_from(number(options, "--officers", OFFICERS as u64)?)
        .map_err(|error| error.to_string())?;
    let visits = number(options, "--visits", VISITS)?;
    let server = Server::start()?;
    println!("the demonstration answers at {}", server.host());
    let idle = server.memory();
    // A warm-up of the program's caches and the database's.
    work(&server, officers, 1, 10)?;
    let (elapsed, mut all) = work(&server, officers, 11, visits)?;
    let seconds = elapsed.as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    let (done, forms) = (all.visits.len() as f64, all.forms as f64);
    println!(
        "{officers} officers at once, {done} visits in {seconds:.1} s: {:.1} visits a second",
        done / seconds
    );
    println!("forms a visit: {:.1}", forms / done);
    println!("a visit, all its requests: {}", all.visits.line());
    println!("a request: {}", all.requests.line());
    println!(
        "the request that makes the PDF of all forms: {}",
        all.papers.line()
    );
    println!(
        "memory of the server: {} MB when idle, {} MB at most",
        idle.now,
        server.memory().highest
    );
    server.stop()
}

/// Lets officers serve one household each until `count` are served; households are numbered from `first`.
fn work(
    server: &Server,
    officers: usize,
    first: u64,
    count: u64,
) -> Result<(std::time::Duration, Visited), String> {
    let next = AtomicU64::new(first);
    let start = Instant::now();
    let results: Vec<Result<Visited, String>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..officers)
            .map(|officer| {
                let next = &next;
                scope.spawn(move || {
                    let mut client = Client::new(server.port(), server.host());
                    sign_in(&mut client, server.account(officer))?;
                    let mut visited = Visited::default();
                    loop {
                        let household = next.fetch_add(1, Ordering::Relaxed);
                        if household >= first + count {
                            return Ok(visited);
                        }
                        visit::serve(&mut client, household, &mut visited)?;
                    }
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|_| Err("an officer's thread ended".into()))
            })
            .collect()
    });
    let elapsed = start.elapsed();
    let mut all = Visited::default();
    for visited in results {
        all.join(visited?);
    }
    Ok((elapsed, all))
}
