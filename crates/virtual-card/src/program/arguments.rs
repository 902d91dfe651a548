//! The command line.

use std::path::PathBuf;

use chrono::NaiveDate;
use clap::{Args, Parser, Subcommand};

/// Virtual My Number Cards with synthetic people, for tests and the demo.
#[derive(Parser)]
#[command(version)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) task: Task,
}

#[derive(Subcommand)]
pub(super) enum Task {
    /// Serve a desk: two virtual card readers of a private PC/SC service, and a page with buttons to put cards on them
    Desk(DeskArguments),
    /// The part of a desk that runs in its namespaces
    #[command(hide = true)]
    Inside(InsideArguments),
}

#[derive(Args)]
pub(super) struct DeskArguments {
    /// The people and their cards (JSON)
    #[arg(long, value_name = "FILE")]
    pub(super) people: PathBuf,
    /// The port of the page on 127.0.0.1; 0 for a free one
    #[arg(long, default_value_t = 0)]
    pub(super) port: u16,
    /// What every key and number follows from
    #[arg(long, default_value_t = 1)]
    pub(super) seed: u64,
    /// The day that certificates are in force around, and that OCSP answers are of; today if it is left out
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) on: Option<NaiveDate>,
    /// The PC/SC service
    #[arg(long, value_name = "FILE")]
    pub(super) pcscd: Option<PathBuf>,
    /// The driver of virtual readers
    #[arg(long, value_name = "FILE")]
    pub(super) driver: Option<PathBuf>,
}

#[derive(Args)]
pub(super) struct InsideArguments {
    /// The directory of the desk
    #[arg(long)]
    pub(super) directory: PathBuf,
    /// The PC/SC service
    #[arg(long)]
    pub(super) pcscd: PathBuf,
    /// The driver of virtual readers
    #[arg(long)]
    pub(super) driver: PathBuf,
}
