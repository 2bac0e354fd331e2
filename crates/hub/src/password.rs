use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error as HashError, PasswordHasher, PasswordVerifier};
use secrecy::{ExposeSecret, SecretString};
use tokio::task::spawn_blocking;

use crate::Error;

/// Hashes with Argon2id and a random salt; takes tens of milliseconds, on purpose.
pub async fn hash(password: SecretString) -> Result<String, Error> {
    let work =
        move || Argon2::default().hash_password(password.expose_secret().as_bytes()).map(|hash| hash.to_string());
    spawn_blocking(work).await.map_err(|_| Error::Interrupted)?.map_err(unusable)
}

/// Whether the password fits the stored hash. Without one, as for an unknown user, it takes as long and says no.
pub async fn fits(password: SecretString, stored: Option<String>) -> Result<bool, Error> {
    let Some(stored) = stored else {
        return hash(password).await.map(|_| false);
    };
    let work = move || {
        let stored = PasswordHash::new(&stored)?;
        Argon2::default().verify_password(password.expose_secret().as_bytes(), &stored)
    };
    match spawn_blocking(work).await.map_err(|_| Error::Interrupted)? {
        Ok(()) => Ok(true),
        Err(HashError::PasswordInvalid) => Ok(false),
        Err(other) => Err(unusable(other)),
    }
}

fn unusable(error: impl std::fmt::Display) -> Error {
    Error::Password(error.to_string())
}
