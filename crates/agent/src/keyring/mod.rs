#[cfg(target_os = "linux")]
mod linux;
#[cfg(target_os = "linux")]
use linux::entry;

#[cfg(not(target_os = "linux"))]
mod native;
#[cfg(not(target_os = "linux"))]
use native::entry;

use std::sync::{Arc, Mutex, PoisonError, Weak, mpsc};
use std::time::{Duration, Instant};

use base64ct::{Base64, Encoding};
use bridge::Profile;
use client::{Vault, VaultError};
use keyring_core::{Entry, Error};
use secrecy::SecretSlice;
use zeroize::Zeroizing;

/// How long the keyring may take, a question to its user included.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long the keyring is left in peace after its user refused to unlock it, or while it does not answer.
const PEACE: Duration = Duration::from_secs(120);

/// The operating system's keyring. Secrets are kept as Base64, because KDE's wallet keeps text only.
///
/// Calls are made one after the other, each on a thread of its own, and given up after a while. A locked keyring asks its
/// user once, not at every try: for a while no call is made after a refusal, nor beside one that was given up and waits.
pub struct Keyring {
    service: String,
    patience: Duration,
    peace: Duration,
    /// The last call that came to nothing; held during a call.
    trouble: Mutex<Option<Trouble>>,
}

struct Trouble {
    at: Instant,
    why: VaultError,
    /// Alive while the call still waits for the keyring.
    call: Weak<()>,
}

impl Trouble {
    fn lasts(&self, peace: Duration) -> bool {
        let stands = self.why == VaultError::Locked || self.call.strong_count() > 0;
        stands && self.at.elapsed() < peace
    }
}

impl Keyring {
    /// The entries of a profile.
    pub fn of(profile: &Profile) -> Self {
        Self::new(profile.qualified(), PATIENCE, PEACE)
    }

    fn new(service: String, patience: Duration, peace: Duration) -> Self {
        Self { service, patience, peace, trouble: Mutex::default() }
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
        let mut trouble = self.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(trouble) = trouble.as_ref().filter(|trouble| trouble.lasts(self.peace)) {
            return Err(trouble.why.clone());
        }
        let call = Arc::new(());
        let waits = Arc::downgrade(&call);
        let result = self.apart(call, work);
        *trouble = match &result {
            Err(why @ (VaultError::Locked | VaultError::Silent)) => {
                Some(Trouble { at: Instant::now(), why: why.clone(), call: waits })
            }
            _ => None,
        };
        result
    }

    /// On a thread of its own, which holds `call` for as long as it works.
    fn apart<T: Send + 'static>(
        &self,
        call: Arc<()>,
        work: impl FnOnce() -> Result<T, VaultError> + Send + 'static,
    ) -> Result<T, VaultError> {
        let (done, answer) = mpsc::sync_channel(1);
        // Dropped in this order, also when the work dies: whoever hears of the end finds the call ended.
        let held = (call, done);
        let worker = std::thread::Builder::new().name("keyring".to_owned()).spawn(move || {
            let held = held;
            let result = work();
            let (call, done) = held;
            drop(call);
            // Whoever asked may have given up; then nobody needs the answer.
            let _ = done.send(result);
        });
        worker.map_err(|error| VaultError::Refused(error.to_string()))?;
        answer.recv_timeout(self.patience).unwrap_or(Err(VaultError::Silent))
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
        let keyring = keyring(Duration::from_millis(1), LONG);
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
        while patient.trouble.lock().unwrap().as_ref().unwrap().call.strong_count() > 0 {
            std::thread::yield_now();
        }
        assert_eq!(patient.in_time(|| Ok(4)), Ok(4));
    }

    #[test]
    fn a_call_that_never_ends_does_not_bar_the_way_for_ever() {
        let keyring = keyring(Duration::from_millis(1), Duration::ZERO);
        let (_hang, hung) = mpsc::channel::<()>();
        assert_eq!(keyring.in_time(move || hung.recv().map_err(|_| VaultError::Absent)), Err(VaultError::Silent));
        let patient = Keyring { patience: LONG, ..keyring };
        assert_eq!(patient.in_time(|| Ok(4)), Ok(4));
    }

    #[test]
    fn a_call_that_dies_leaves_the_keyring_usable() {
        let keyring = keyring(LONG, LONG);
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
