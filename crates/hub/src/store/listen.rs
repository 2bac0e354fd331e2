//! What PostgreSQL notifies (`LISTEN`), heard on a connection of its own: one of the pool would be taken for work.

use std::convert::Infallible;
use std::future::poll_fn;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::Notify;
use tokio::time::sleep;
use tokio_postgres::{AsyncMessage, Client, Config, Connection, NoTls};

use super::tls;
use crate::Error;

/// How long to wait before a lost connection is made anew.
const AGAIN: Duration = Duration::from_secs(1);

/// Tells of what is notified on a channel, for ever. Whatever was notified while nobody listened is told of as one.
pub async fn listen(config: &Config, channel: &str, heard: &Notify) {
    loop {
        let Err(error) = hear(config, channel, heard).await;
        tracing::debug!("the database's notifications can't be heard, trying again: {error}");
        sleep(AGAIN).await;
    }
}

async fn hear(config: &Config, channel: &str, heard: &Notify) -> Result<Infallible, Error> {
    let lost = |_| Error::Unreachable("the connection that listens was lost".to_owned());
    match tls::connector(config)? {
        Some(tls) => {
            let (client, connection) = config.connect(tls).await.map_err(lost)?;
            attend(&client, connection, channel, heard).await.map_err(lost)
        }
        None => {
            let (client, connection) = config.connect(NoTls).await.map_err(lost)?;
            attend(&client, connection, channel, heard).await.map_err(lost)
        }
    }
}

async fn attend<S, T>(
    client: &Client,
    mut connection: Connection<S, T>,
    channel: &str,
    heard: &Notify,
) -> Result<Infallible, tokio_postgres::Error>
where
    S: AsyncRead + AsyncWrite + Unpin,
    T: AsyncRead + AsyncWrite + Unpin,
{
    let ask = async {
        client.batch_execute(&format!("LISTEN {channel}")).await?;
        heard.notify_one();
        std::future::pending().await
    };
    let hear = async {
        loop {
            match poll_fn(|context| connection.poll_message(context)).await {
                Some(Ok(AsyncMessage::Notification(_))) => heard.notify_one(),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error),
                None => std::future::pending().await,
            }
        }
    };
    tokio::select! { ended = ask => ended, ended = hear => ended }
}
