//! The binary: reads the command line and runs it.

fn main() -> std::process::ExitCode {
    match gatehouse::command::run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("gatehouse: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}
