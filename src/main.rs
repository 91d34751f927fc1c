//! The program `toteuma`: reads the command line and leaves the rest to `command`.

use std::process::ExitCode;

fn main() -> ExitCode {
    toteuma::command::run(std::env::args_os())
}
