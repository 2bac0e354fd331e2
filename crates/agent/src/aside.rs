use tokio::task::spawn_blocking;

/// Does work that waits on a thread of its own.
///
/// # Errors
/// What the work says.
pub async fn aside<T: Send + 'static, E: Send + 'static>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, E> {
    spawn_blocking(work).await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
}
