/// Never: here the operating system ends what ran in a session.
pub async fn heard() {
    std::future::pending().await
}
