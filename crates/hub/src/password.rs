use std::sync::Arc;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use base64ct::{Base64, Encoding};
use pbkdf2::pbkdf2_hmac;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

use crate::Error;

/// What the deployed server's hashes begin with (section 10).
const DJANGO: &str = "pbkdf2_sha256$";

/// What stands, as at Django, where there is no password to sign in with.
pub const NONE: &str = "!";

/// Makes and checks the hashes of passwords, one at a time: each takes a processor for tens of milliseconds, on purpose.
///
/// The 19 MB that Argon2 works in are kept for the next one. Given back each time, they stay with the C library's
/// allocator all the same, and many times over: 220 MB after a few hundred sign-ins.
#[derive(Clone, Default)]
pub struct Hasher(Arc<Mutex<Vec<Block>>>);

impl Hasher {
    /// Hashes with Argon2id and a random salt.
    pub async fn hash(&self, password: SecretString) -> Result<String, Error> {
        self.work(move |memory| make(memory, password.expose_secret().as_bytes())).await
    }

    /// Whether the password fits the stored hash. Without one, as for an unknown user, it takes as long and says no.
    pub async fn fits(&self, password: SecretString, stored: Option<String>) -> Result<bool, Error> {
        let Some(stored) = stored.filter(|stored| !stored.starts_with(NONE)) else {
            return self.hash(password).await.map(|_| false);
        };
        let check = move |memory: &mut Vec<Block>| {
            let password = password.expose_secret().as_bytes();
            match stored.strip_prefix(DJANGO) {
                Some(parameters) => fits_django(password, parameters),
                None => fits_argon2(memory, password, &stored),
            }
        };
        self.work(check).await
    }

    async fn work<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Vec<Block>) -> Result<T, Error> + Send + 'static,
    {
        let mut memory = Arc::clone(&self.0).lock_owned().await;
        spawn_blocking(move || work(&mut memory)).await.map_err(|_| Error::Interrupted)?
    }
}

/// Whether what Django has for a password means something here: a hash, or that there is none.
pub fn is_known(django: &str) -> bool {
    django.starts_with(DJANGO) || django.starts_with(NONE)
}

/// Whether a hash is one that we take but do not make.
pub fn is_outdated(stored: &str) -> bool {
    stored.starts_with(DJANGO)
}

fn make(memory: &mut Vec<Block>, password: &[u8]) -> Result<String, Error> {
    let (algorithm, version, params) = (Algorithm::Argon2id, Version::V0x13, Params::default());
    let salt = Salt::generate();
    let hash = PasswordHash {
        algorithm: algorithm.ident(),
        version: Some(version.into()),
        params: ParamsString::try_from(&params).map_err(unusable)?,
        salt: Some(salt),
        hash: Some(output(memory, &Argon2::new(algorithm, version, params), password, &salt)?),
    };
    Ok(hash.to_string())
}

fn fits_argon2(memory: &mut Vec<Block>, password: &[u8], stored: &str) -> Result<bool, Error> {
    let stored = PasswordHash::new(stored).map_err(unusable)?;
    let (Some(version), Some(salt), Some(expected)) = (stored.version, stored.salt, stored.hash) else {
        return Err(unusable("a stored hash is not whole"));
    };
    let algorithm = Algorithm::try_from(stored.algorithm.as_str()).map_err(unusable)?;
    let version = Version::try_from(version).map_err(unusable)?;
    let params = Params::try_from(&stored).map_err(unusable)?;
    // Their comparison takes the same time whatever they are.
    Ok(output(memory, &Argon2::new(algorithm, version, params), password, &salt)? == expected)
}

/// What Argon2 makes of a password, worked out in memory that grows to what it needs.
fn output(memory: &mut Vec<Block>, argon2: &Argon2<'_>, password: &[u8], salt: &[u8]) -> Result<Output, Error> {
    let blocks = argon2.params().block_count();
    if memory.len() < blocks {
        memory.resize(blocks, Block::default());
    }
    let mut buffer = [0; Output::MAX_LENGTH];
    let length = argon2.params().output_len().unwrap_or(Params::DEFAULT_OUTPUT_LEN);
    let found = buffer.get_mut(..length).ok_or_else(|| unusable("a stored hash is too long"))?;
    argon2.hash_password_into_with_memory(password, salt, found, memory).map_err(unusable)?;
    Output::new(found).map_err(unusable)
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

    /// Made by another program: Argon2's reference implementation, with other costs than ours.
    const BY_REFERENCE: &str = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

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
            let fits = Hasher::default().fits(SecretString::from(password), Some(stored.to_owned())).await.unwrap();
            assert_eq!(fits, expected, "{password} {stored}");
        }
    }

    #[tokio::test]
    async fn what_is_no_hash_fits_nothing() {
        for stored in ["", "pbkdf2_sha256$", "pbkdf2_sha256$0$salt$", "pbkdf2_sha256$many$salt$", "pbkdf2_sha256$1$a"] {
            let refusal = Hasher::default().fits(SecretString::from(""), Some(stored.to_owned())).await;
            assert!(matches!(refusal, Err(Error::Password(_))), "{stored}");
        }
    }

    #[tokio::test]
    async fn memory_that_is_used_again_changes_no_hash() {
        let hasher = Hasher::default();
        let fits = async |password: &str, stored: &str| {
            hasher.fits(SecretString::from(password), Some(stored.to_owned())).await.unwrap()
        };
        let hash = hasher.hash(SecretString::from("correct horse battery")).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_ne!(hash, hasher.hash(SecretString::from("correct horse battery")).await.unwrap(), "the salt is new");
        for _ in 0..2 {
            assert!(fits("correct horse battery", &hash).await);
            assert!(!fits("correct horse batterx", &hash).await);
            assert!(fits("password", BY_REFERENCE).await);
        }
    }
}
