//! The program `toteuma`: reads the command line and leaves the rest to `command`.

use std::process::ExitCode;

/// A page is made of thousands of short texts, by many threads at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    toteuma::command::run(std::env::args_os())
}
