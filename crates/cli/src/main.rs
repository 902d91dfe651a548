//! `madoguchi`: the server, its database's keeper and its tools, in one program.

mod arguments;
mod audit;
mod background;
mod card;
mod card_desk;
mod card_keys;
mod catalogue;
mod demo;
mod guide;
mod import;
mod import_places;
mod link;
mod logging;
mod machine;
mod migrate;
mod read_pdf;
mod serve;
mod shutdown;
mod state_directory;
mod tenant_database;
mod web_server;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use clap::Parser;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    logging::start(arguments.log_format, arguments.command.default_log_level());
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    let done = runtime.block_on(async {
        match arguments.command {
            Command::Demo(options) => demo::run(options).await,
            Command::Serve(options) => serve::run(options).await,
            Command::Migrate(options) => migrate::run(options).await,
            Command::Audit(command) => audit::run(command).await,
            Command::Card(command) => card::run(&command),
            Command::Import(command) => import::run(command).await,
            Command::Link(command) => link::run(command).await,
            Command::Guide(arguments) => ended(guide::run(arguments, &machine::SystemClock)),
            Command::Catalogue(arguments) => ended(catalogue::run(arguments)),
            Command::ReadPdf => read_pdf::run(),
        }
    });
    match done {
        Ok(code) => code,
        Err(error) => fail(&*error),
    }
}

/// What went wrong, as one sentence for the person at the terminal.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How a subcommand ends.
type Outcome = Result<ExitCode, Failure>;

/// A tool that ends by itself.
fn ended(result: Result<(), impl std::error::Error + Send + Sync + 'static>) -> Outcome {
    result.map(|()| ExitCode::SUCCESS).map_err(Into::into)
}

fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("エラー：{error}");
    let mut source = error.source();
    while let Some(cause) = source {
        eprintln!("  原因：{cause}");
        source = cause.source();
    }
    ExitCode::FAILURE
}
