//! The binary: reads the command line and runs it.

/// A page is thousands of short-lived texts on several threads, which the C library's allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    match gatehouse::command::run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("gatehouse: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}
