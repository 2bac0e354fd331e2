//! The workbench: `cargo xtask setup`, `run`, `test`, `soak`, `fuzz`, `openapi`, `check`, `bindings`, `screenshots`, `bench`.
#![allow(clippy::print_stdout, reason = "these are commands for people at a terminal")]

mod arrows;
mod bench;
mod bindings;
mod check;
mod command;
mod demo;
mod environment;
mod fuzz;
mod licences;
mod openapi;
mod packages;
mod paths;
mod peer;
mod programs;
mod run;
mod screenshots;
mod setup;
mod soak;
mod spelling;
mod steps;
mod test;
mod ui;
mod windows;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(name = "cargo xtask", about = "The workbench of TakeCare Desktop")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing to build, run and test: system packages, npm packages, the window's pages
    Setup,
    /// Start a demo hub, the agent and the window, signed in as one of the ward's people
    Run(run::Options),
    /// Run all tests, those in a private desktop session included, or one suite alone
    Test {
        #[command(subcommand)]
        suite: Option<Suite>,
    },
    /// Torture the agent with random faults, actions and kills, and look whether anything is missing at the end
    Soak(soak::Options),
    /// Give the wire, the store and the bridge hostile input; one target alone, or each after the other
    Fuzz(fuzz::Options),
    /// Ask the hub everything that its OpenAPI description allows and much that it does not, and compare the answers
    Openapi(openapi::Options),
    /// Look for everything that may not be committed: format, lints, licences, arrows, spelling
    Check {
        /// Instead, type-check the programs for Windows
        #[arg(long)]
        windows: bool,
    },
    /// Write the window's TypeScript types anew from the bridge's Rust types
    Bindings,
    /// Take the pictures in docs/screenshots anew, in a private desktop session
    Screenshots {
        #[command(subcommand)]
        part: Screenshots,
    },
    /// Measure
    #[command(subcommand)]
    Bench(Bench),
}

#[derive(Subcommand)]
enum Screenshots {
    /// The tray icon in every state, its menu, and a toast of every type at each privacy level
    Tray,
    /// Every screen of the window in every theme and language
    Window,
}

#[derive(Subcommand)]
enum Suite {
    /// Hostile input, ten seconds for each fuzz target
    Fuzz,
    /// What networks and servers do to a desktop, and what each scenario came to, as a table
    Faults,
}

#[derive(Subcommand)]
enum Bench {
    /// How light and how fast the desktop is: memory, idle time, start, toasts, bursts, the window; takes twenty minutes
    Desktop(bench::DesktopOptions),
    /// How fast and how large the sealed store is, beside plain SQLite and SQLCipher
    Store(bench::StoreOptions),
    /// How much the hub carries and how soon it delivers, beside the deployed server in Django; takes five minutes
    Hub,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Setup => setup::for_everything(),
        Task::Run(options) => run::run(&options),
        Task::Test { suite: None } => test::run(),
        Task::Test { suite: Some(Suite::Fuzz) } => fuzz::briefly(),
        Task::Test { suite: Some(Suite::Faults) } => test::faults(),
        Task::Soak(options) => soak::run(&options),
        Task::Fuzz(options) => fuzz::run(&options),
        Task::Openapi(options) => openapi::run(&options),
        Task::Check { windows: false } => check::run(),
        Task::Check { windows: true } => windows::check(),
        Task::Bindings => bindings::write(),
        Task::Screenshots { part: Screenshots::Tray } => screenshots::tray(),
        Task::Screenshots { part: Screenshots::Window } => screenshots::window(),
        Task::Bench(Bench::Desktop(options)) => bench::desktop(&options),
        Task::Bench(Bench::Store(options)) => bench::store(&options),
        Task::Bench(Bench::Hub) => bench::hub(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}
