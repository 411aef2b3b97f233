//! The binary: reads the command line and runs it.

/// A page is thousands of short-lived texts on several threads, which the C library's allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    keep_small();
    match gatehouse::command::run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("gatehouse: {error}");
            std::process::ExitCode::FAILURE
        }
    }
}

/// The allocator asks for pages of 2 MB, of which a server at rest fills a small part: without them it takes less than half
/// the memory. Where the system refuses, it works as well and takes more.
fn keep_small() {
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}
