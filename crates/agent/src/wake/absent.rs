use client::Client;

/// Nothing tells of it on this platform yet; the client's clocks do.
pub async fn run(_client: Client) {
    std::future::pending().await
}
