use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error as HashError, PasswordHasher, PasswordVerifier};
use base64ct::{Base64, Encoding};
use pbkdf2::pbkdf2_hmac;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use tokio::task::spawn_blocking;

use crate::Error;

/// What the deployed server's hashes begin with (section 10).
const DJANGO: &str = "pbkdf2_sha256$";

/// Hashes with Argon2id and a random salt; takes tens of milliseconds, on purpose.
pub async fn hash(password: SecretString) -> Result<String, Error> {
    let work =
        move || Argon2::default().hash_password(password.expose_secret().as_bytes()).map(|hash| hash.to_string());
    spawn_blocking(work).await.map_err(|_| Error::Interrupted)?.map_err(unusable)
}

/// Whether the password fits the stored hash. Without one, as for an unknown user, it takes as long and says no.
pub async fn fits(password: SecretString, stored: Option<String>) -> Result<bool, Error> {
    // Django writes a `!` where there is no password to sign in with.
    let Some(stored) = stored.filter(|stored| !stored.starts_with('!')) else {
        return hash(password).await.map(|_| false);
    };
    let work = move || {
        let password = password.expose_secret().as_bytes();
        match stored.strip_prefix(DJANGO) {
            Some(parameters) => fits_django(password, parameters),
            None => fits_argon2(password, &stored),
        }
    };
    spawn_blocking(work).await.map_err(|_| Error::Interrupted)?
}

/// Whether a hash is one that we take but do not make.
pub fn is_outdated(stored: &str) -> bool {
    stored.starts_with(DJANGO)
}

fn fits_argon2(password: &[u8], stored: &str) -> Result<bool, Error> {
    let stored = PasswordHash::new(stored).map_err(unusable)?;
    match Argon2::default().verify_password(password, &stored) {
        Ok(()) => Ok(true),
        Err(HashError::PasswordInvalid) => Ok(false),
        Err(other) => Err(unusable(other)),
    }
}

/// `iterations$salt$hash`; the salt is taken as the text it is.
fn fits_django(password: &[u8], parameters: &str) -> Result<bool, Error> {
    let unreadable = || unusable("this is no PBKDF2 hash of Django");
    let [iterations, salt, hash] = parameters.split('$').collect::<Vec<_>>()[..] else {
        return Err(unreadable());
    };
    let iterations = iterations.parse().ok().filter(|count| *count > 0).ok_or_else(unreadable)?;
    let mut expected = [0; 32];
    let length = Base64::decode(hash, &mut expected).map_err(|_| unreadable())?.len();
    let mut found = [0; 32];
    pbkdf2_hmac::<Sha256>(password, salt.as_bytes(), iterations, &mut found);
    Ok(length == found.len() && bool::from(found.ct_eq(&expected)))
}

fn unusable(error: impl std::fmt::Display) -> Error {
    Error::Password(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Django writes it; made by the `hashlib` of Python, which Django takes for it.
    const BY_DJANGO: &str = "pbkdf2_sha256$1000$SodiumChloride$D6eocTgFuCyOM2JMSWQjjHEgwBrPAkCBjxJcYolpwCA=";

    #[tokio::test]
    async fn a_hash_of_the_deployed_server_is_taken() {
        for (password, stored, expected) in [
            ("correct horse battery", BY_DJANGO, true),
            ("correct horse batterx", BY_DJANGO, false),
            ("correct horse battery", &BY_DJANGO.replace("$1000$", "$1001$"), false),
            ("correct horse battery", &BY_DJANGO.replace("Sodium", "Natrium"), false),
            ("correct horse battery", "pbkdf2_sha256$1000$SodiumChloride$", false),
            ("correct horse battery", "!no password", false),
        ] {
            let fits = fits(SecretString::from(password), Some(stored.to_owned())).await.unwrap();
            assert_eq!(fits, expected, "{password} {stored}");
        }
    }

    #[tokio::test]
    async fn what_is_no_hash_fits_nothing() {
        for stored in ["", "pbkdf2_sha256$", "pbkdf2_sha256$0$salt$", "pbkdf2_sha256$many$salt$", "pbkdf2_sha256$1$a"] {
            let refusal = fits(SecretString::from(""), Some(stored.to_owned())).await;
            assert!(matches!(refusal, Err(Error::Password(_))), "{stored}");
        }
    }
}
