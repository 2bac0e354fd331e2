mod clock;
mod login;
mod network;
mod saver;

use zbus::Connection;

use super::Herald;

/// Passes on what the kernel, logind, NetworkManager and screen savers tell.
pub async fn run(herald: &Herald) {
    tokio::join!(system(herald), desktop(herald), computer(herald));
}

async fn computer(herald: &Herald) {
    if let Err(error) = clock::jumps(herald).await {
        tracing::warn!("this computer does not tell when it wakes: {error}");
    }
}

async fn system(herald: &Herald) {
    let bus = match Connection::system().await {
        Ok(bus) => bus,
        Err(error) => return tracing::warn!("there is no system bus, so sleep and locks are not told: {error}"),
    };
    let heard = tokio::join!(login::sleep(&bus, herald), login::session(&bus, herald), network::listen(&bus, herald));
    for error in [heard.0.err(), heard.1.err(), heard.2.err()].into_iter().flatten() {
        tracing::info!("the system does not tell everything: {error}");
    }
}

async fn desktop(herald: &Herald) {
    if let Err(error) = saver::listen(herald).await {
        tracing::info!("the desktop does not tell of its lock screen: {error}");
    }
}
