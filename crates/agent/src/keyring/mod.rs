#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
use linux::entry;

#[cfg(not(target_os = "linux"))]
mod native;
#[cfg(not(target_os = "linux"))]
use native::entry;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::{Duration, Instant};

use base64ct::{Base64, Encoding};
use bridge::Profile;
use client::{Vault, VaultError};
use keyring_core::{Entry, Error};
use secrecy::SecretSlice;
use zeroize::Zeroizing;

/// How long the keyring may take, a question to its user included.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the keyring is left in peace after its user refused to unlock it.
const PEACE: Duration = Duration::from_secs(120);

/// The operating system's keyring. Secrets are kept as Base64, because KDE's wallet keeps text only.
///
/// Calls are made one after the other, each on a thread of its own, and given up after a while. A locked keyring asks its
/// user once, not at every try: no call is made while one that was given up still waits, nor soon after a refusal.
pub struct Keyring {
    service: String,
    patience: Duration,
    peace: Duration,
    waiting: Arc<AtomicBool>,
    /// When its user last refused; held during a call.
    refused: Mutex<Option<Instant>>,
}

impl Keyring {
    /// The entries of a profile.
    pub fn of(profile: &Profile) -> Self {
        Self::new(profile.qualified(), PATIENCE, PEACE)
    }

    fn new(service: String, patience: Duration, peace: Duration) -> Self {
        Self { service, patience, peace, waiting: Arc::default(), refused: Mutex::default() }
    }

    /// `None` when there is no such entry.
    fn ask<T: Send + 'static>(
        &self,
        name: &str,
        work: impl FnOnce(&Entry) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<Option<T>, VaultError> {
        let (service, name) = (self.service.clone(), name.to_owned());
        self.in_time(move || match work(&entry(&service, &name)?) {
            Ok(value) => Ok(Some(value)),
            Err(Error::NoEntry) => Ok(None),
            Err(error) => Err(explain(&error)),
        })
    }

    fn in_time<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if refused.is_some_and(|at| at.elapsed() < self.peace) {
            return Err(VaultError::Locked);
        }
        if self.waiting.swap(true, Ordering::AcqRel) {
            return Err(VaultError::Silent);
        }
        let result = self.apart(work);
        *refused = matches!(result, Err(VaultError::Locked)).then(Instant::now);
        result
    }

    /// On a thread of its own.
    fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let (done, answer) = mpsc::sync_channel(1);
        let busy = Busy(Arc::clone(&self.waiting));
        let worker = std::thread::Builder::new().name("keyring".to_owned()).spawn(move || {
            let result = work();
            drop(busy);
            // Whoever asked may have given up; then nobody needs the answer.
            let _ = done.send(result);
        });
        worker.map_err(|error| VaultError::Refused(error.to_string()))?;
        answer.recv_timeout(self.patience).unwrap_or(Err(VaultError::Silent))
    }
}

/// Marks a call as waiting until it is dropped, however the call ends.
struct Busy(Arc<AtomicBool>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

fn explain(error: &Error) -> VaultError {
    match error {
        Error::NoStorageAccess(_) => VaultError::Locked,
        Error::NoDefaultStore => VaultError::Absent,
        Error::PlatformFailure(why) => VaultError::Refused(why.to_string()),
        // The other sentences may quote what is kept.
        Error::Ambiguous(_) => VaultError::Refused("it holds two entries of the same name".to_owned()),
        _ => VaultError::Refused("the entry is damaged".to_owned()),
    }
}

impl Vault for Keyring {
    fn read(&self, name: &str) -> Result<Option<SecretSlice<u8>>, VaultError> {
        let Some(kept) = self.ask(name, |entry| entry.get_secret().map(Zeroizing::new))? else { return Ok(None) };
        let damaged = |_| VaultError::Refused("the entry is damaged".to_owned());
        let text = std::str::from_utf8(&kept).map_err(|_| damaged(()))?;
        Base64::decode_vec(text).map(|secret| Some(secret.into())).map_err(|_| damaged(()))
    }

    fn write(&self, name: &str, secret: &[u8]) -> Result<(), VaultError> {
        let text = Zeroizing::new(Base64::encode_string(secret));
        self.ask(name, move |entry| entry.set_secret(text.as_bytes())).map(|_| ())
    }

    fn delete(&self, name: &str) -> Result<(), VaultError> {
        self.ask(name, Entry::delete_credential).map(|_| ())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    fn keyring(patience: Duration, peace: Duration) -> Keyring {
        Keyring::new("ward".to_owned(), patience, peace)
    }

    #[test]
    fn a_keyring_that_waits_for_its_user_is_given_up_and_not_asked_twice() {
        let keyring = keyring(Duration::from_millis(1), Duration::ZERO);
        let (unlock, unlocked) = mpsc::channel::<()>();
        let (tell, told) = mpsc::channel();
        let asked = keyring.in_time(move || {
            let _ = unlocked.recv();
            let _ = tell.send(());
            Ok(())
        });
        assert_eq!(asked, Err(VaultError::Silent));
        assert_eq!(keyring.in_time(|| Ok(())), Err(VaultError::Silent), "the first question is still open");
        unlock.send(()).unwrap();
        told.recv().unwrap();
        let patient = Keyring { patience: LONG, ..keyring };
        while patient.waiting.load(Ordering::Acquire) {
            std::thread::yield_now();
        }
        assert_eq!(patient.in_time(|| Ok(4)), Ok(4));
    }

    #[test]
    fn a_call_that_dies_leaves_the_keyring_usable() {
        let keyring = keyring(LONG, Duration::ZERO);
        let died: Result<(), _> = keyring.in_time(|| panic!("the keyring's library failed"));
        assert_eq!(died, Err(VaultError::Silent));
        assert_eq!(keyring.in_time(|| Ok(4)), Ok(4));
    }

    #[test]
    fn after_a_refusal_the_user_is_left_in_peace() {
        let keyring = keyring(LONG, LONG);
        assert_eq!(keyring.in_time(|| Err::<(), _>(VaultError::Locked)), Err(VaultError::Locked));
        assert_eq!(keyring.in_time(|| Ok(())), Err(VaultError::Locked), "it is not asked again so soon");
        let later = Keyring { peace: Duration::ZERO, ..keyring };
        assert_eq!(later.in_time(|| Ok(4)), Ok(4));
    }

    #[test]
    fn calls_at_the_same_time_wait_for_each_other() {
        let keyring = keyring(LONG, Duration::ZERO);
        std::thread::scope(|scope| {
            let calls = [1, 2, 3, 4].map(|call| {
                (
                    call,
                    scope.spawn({
                        let keyring = &keyring;
                        move || keyring.in_time(move || Ok(call))
                    }),
                )
            });
            for (call, answer) in calls {
                assert_eq!(answer.join().unwrap(), Ok(call));
            }
        });
    }
}
