use std::io;
use std::net::SocketAddr;

use jiff::{SignedDuration, Timestamp};
use protocol::NotificationId;
use secrecy::SecretString;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::DropGuard;
use url::Url;

use crate::app::App;
use crate::bell::Redis;
use crate::retention::Passing;
use crate::tls::TlsListener;
use crate::watcher::Seen;
use crate::{Database, Error, NewNotification, NewUser, Office, Outside, Pace, Stored, UserId};
use crate::{audit, bell, django, events, notifications, retention, server, watcher};

/// Where a hub listens and where it keeps its data.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The address to listen on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Its database.
    pub database: Database,
    /// Where hubs on one database tell each other that there is something new. Without, and whenever it is away, they
    /// look for themselves, which takes longer.
    pub redis: Option<Redis>,
}

/// A running hub. It stops when this is dropped; [`Hub::stop`] also waits until it has.
pub struct Hub {
    app: App,
    base_url: Url,
    server: JoinHandle<()>,
    _stop_on_drop: DropGuard,
}

impl Hub {
    /// Opens the database and serves it. When this returns, connections are accepted.
    ///
    /// # Errors
    /// When the database can't be used or the address can't be listened on.
    pub async fn start(settings: Settings) -> Result<Self, Error> {
        Self::start_at(settings, Pace::default()).await
    }

    /// The same with sockets that wait shorter or longer, for those who can't wait a minute to see one dropped.
    ///
    /// # Errors
    /// As [`Hub::start`].
    pub async fn start_at(settings: Settings, pace: Pace) -> Result<Self, Error> {
        let office = Office::open(&settings.database).await?;
        let office = match settings.redis {
            Some(redis) => office.with_redis(redis),
            None => office,
        };
        Self::serve(office, settings.listen, pace).await
    }

    /// Serves an office that is open already: one with rules or keys from elsewhere.
    ///
    /// # Errors
    /// When the address can't be listened on.
    pub async fn serve(office: Office, listen: SocketAddr, pace: Pace) -> Result<Self, Error> {
        Self::serve_to(Outside::default(), office, listen, pace).await
    }

    /// The same for one that is reached in another way than over plain HTTP.
    ///
    /// # Errors
    /// As [`Hub::serve`].
    pub async fn serve_to(outside: Outside, office: Office, listen: SocketAddr, pace: Pace) -> Result<Self, Error> {
        office.check_alone().await?;
        let redis = office.redis.clone();
        let app = App::new(office, pace, outside)?;
        let refused = |source| Error::Listen { address: listen, source };
        let (seen, identity) = app.office.store.read(|db| Ok((Seen::now(db)?, notifications::identity(db)?))).await?;
        let listener = TcpListener::bind(listen).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let scheme = if app.outside.certificate.is_some() { "https" } else { "http" };
        let base_url =
            Url::parse(&format!("{scheme}://{address}/")).map_err(|error| refused(io::Error::other(error)))?;
        tracing::info!("serving {base_url}");
        tokio::spawn(events::work(app.clone()));
        if app.office.is_beside() {
            tokio::spawn(django::work(app.clone()));
        }
        tokio::spawn(watcher::watch(app.clone(), seen, redis.is_some()));
        if let Some(redis) = redis {
            let carried = app.bell.clone().carry(redis, bell::channel(&identity));
            tokio::spawn(app.stopping.clone().run_until_cancelled_owned(carried));
        }
        app.sockets.spawn(audit::sum_up(app.clone()));
        let server = match app.outside.certificate.clone() {
            Some(certificate) => {
                let listener = TlsListener::new(listener, certificate, app.pace.handshake);
                tokio::spawn(server::serve(listener, true, app.clone()))
            }
            None => tokio::spawn(server::serve(listener, false, app.clone())),
        };
        Ok(Self { base_url, server, _stop_on_drop: app.stopping.clone().drop_guard(), app })
    }

    /// Removes notifications, from now on and for everybody, once they are older than this.
    pub fn keep_for(&self, age: SignedDuration) {
        tokio::spawn(retention::work(self.app.clone(), Passing::Notifications, age));
    }

    /// Removes lines of the audit log, from now on, once they are older than this.
    pub fn keep_audit_for(&self, age: SignedDuration) {
        tokio::spawn(retention::work(self.app.clone(), Passing::AuditLines, age));
    }

    /// The base address that a client is given.
    pub fn base_url(&self) -> Url {
        self.base_url.clone()
    }

    /// Adds somebody who can sign in with this password.
    ///
    /// # Errors
    /// [`Error::EmailTaken`] when the address is somebody's.
    pub async fn add_user(&self, user: NewUser, password: SecretString) -> Result<UserId, Error> {
        self.app.office.add_user(user, password).await
    }

    /// Who has this e-mail address.
    ///
    /// # Errors
    /// [`Error::UnknownUser`] when nobody has.
    pub async fn user(&self, email: &str) -> Result<UserId, Error> {
        self.app.office.user(email).await
    }

    /// Stores a notification and has it pushed. Once this returns, it will be delivered, whatever happens.
    ///
    /// # Errors
    /// As [`Office::send_notification`].
    pub async fn send_notification(&self, receiver: UserId, new: NewNotification) -> Result<NotificationId, Error> {
        self.app.send_notification(None, receiver, new, Timestamp::now()).await
    }

    /// The same for many receivers, in one transaction: what each got, in their order.
    ///
    /// # Errors
    /// As [`Office::send_bulk_notification`].
    pub async fn send_bulk_notification(
        &self,
        receivers: Vec<UserId>,
        new: NewNotification,
    ) -> Result<Vec<Option<NotificationId>>, Error> {
        self.app.send_bulk_notification(None, receivers, new, Timestamp::now()).await
    }

    /// The clerk's side of this hub.
    pub fn office(&self) -> &Office {
        &self.app.office
    }

    /// All that is stored for a user, deleted ones too, oldest first.
    ///
    /// # Errors
    /// When the database can't be read.
    pub async fn notifications_of(&self, user: UserId) -> Result<Vec<Stored>, Error> {
        self.app.office.store.read(move |db| notifications::all(db, user)).await
    }

    /// How many sockets of a user are open.
    pub fn sockets_of(&self, user: UserId) -> usize {
        self.app.presence.count(user)
    }

    /// Ends all sessions of a user and closes their sockets.
    ///
    /// # Errors
    /// When the database can't be written.
    pub async fn sign_out(&self, user: UserId) -> Result<(), Error> {
        self.app.office.sign_out(user).await?;
        self.app.presence.close_user(user);
        self.app.bell.ring();
        Ok(())
    }

    /// Shuts a user out: no sign-in, no request, no socket.
    ///
    /// # Errors
    /// [`Error::UnknownUser`] when there is none.
    pub async fn deactivate(&self, user: UserId) -> Result<(), Error> {
        self.app.office.set_active(user, false).await?;
        self.app.presence.close_user(user);
        self.app.bell.ring();
        Ok(())
    }

    /// Stops accepting, ends the sockets without a farewell as a killed server would, and waits until all is over.
    ///
    /// # Errors
    /// When the server had crashed.
    pub async fn stop(self) -> Result<(), Error> {
        self.app.stopping.cancel();
        self.server.await.map_err(|_| Error::Interrupted)
    }
}
