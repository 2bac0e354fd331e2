use super::*;
use crate::server::Server;
use store::MemoryVault;

fn ada() -> Account {
    let server = Server::parse("https://ward.example").unwrap();
    Account { server, email: "ada@ward.example".into(), name: None, cookies: None }
}

#[test]
fn a_change_of_keys_that_is_cut_short_after_any_step_locks_nobody_out() {
    for steps in 0..=3 {
        let (folder, vault) = (tempfile::tempdir().unwrap(), MemoryVault::default());
        let Place::Open(mut store) = begin(folder.path(), &vault, &ada()).unwrap() else { panic!("it has no PIN") };
        let first = vault.read(&key_name(&ada())).unwrap().unwrap();
        if steps > 0 {
            let key = next_key(&vault, &ada(), None).unwrap();
            if steps > 1 {
                store.rotate(&key).unwrap();
            }
            if steps > 2 {
                keep_next_key(&vault, &ada()).unwrap();
            }
        }
        drop(store);
        open(folder.path(), &vault, &ada(), None).unwrap();
        let now = vault.read(&key_name(&ada())).unwrap().unwrap();
        let same = first.expose_secret() == now.expose_secret();
        assert_eq!(same, steps < 2, "after {steps} steps");
        let aside = std::fs::read_dir(super::folder(folder.path(), &ada())).unwrap();
        assert!(aside.map(|entry| entry.unwrap().file_name()).all(|name| !name.to_string_lossy().contains("aside")));
    }
}

#[test]
fn a_wiped_account_leaves_no_key() {
    let (folder, vault) = (tempfile::tempdir().unwrap(), MemoryVault::default());
    begin(folder.path(), &vault, &ada()).unwrap();
    next_key(&vault, &ada(), None).unwrap();
    wipe(folder.path(), &vault, &ada()).unwrap();
    for name in [key_name(&ada()), next_key_name(&ada()), ACCOUNT.to_owned()] {
        assert!(vault.read(&name).unwrap().is_none(), "{name}");
    }
}

const CANARY: &str = "Zofia Kanarek waits in room 12";

/// A place with one row, as an earlier run left it.
struct Left {
    data: tempfile::TempDir,
    vault: MemoryVault,
}

impl Left {
    fn behind() -> Self {
        let left = Self { data: tempfile::tempdir().unwrap(), vault: MemoryVault::default() };
        let mut store = left.begin().unwrap();
        store.receive(&[canary()]).unwrap();
        store.act(&[canary().id], protocol::Status::Read).unwrap();
        left
    }

    fn begin(&self) -> Result<Store, HomeError> {
        match begin(self.data.path(), &self.vault, &ada())? {
            Place::Open(store) => Ok(store),
            Place::Shut(_) => panic!("it has no PIN"),
        }
    }

    fn open(&self) -> Result<Store, HomeError> {
        open(self.data.path(), &self.vault, &ada(), None)
    }

    /// The databases by name, those that were set aside too. No file may say the canary.
    fn databases(&self) -> std::collections::BTreeMap<String, Vec<u8>> {
        let folder = super::folder(self.data.path(), &ada());
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap());
        let files = files.map(|file| (file.file_name().into_string().unwrap(), std::fs::read(file.path()).unwrap()));
        let files = files.inspect(|(name, bytes)| {
            assert!(!bytes.windows(5).any(|window| window == &CANARY.as_bytes()[..5]), "{name} is in the clear");
        });
        files.filter(|(name, _)| !name.ends_with("-wal") && !name.ends_with("-shm")).collect()
    }

    /// What the keyring holds.
    fn secrets(&self) -> Vec<Option<Vec<u8>>> {
        let read = |name: String| self.vault.read(&name).unwrap().map(|secret| secret.expose_secret().to_vec());
        [key_name(&ada()), next_key_name(&ada()), ACCOUNT.to_owned()].map(read).to_vec()
    }
}

fn canary() -> protocol::Notification {
    protocol::Notification {
        id: protocol::NotificationId("00000000-0000-4000-8000-000000000001".parse().unwrap()),
        kind: protocol::Kind::Medical,
        message: CANARY.to_owned(),
        date: jiff::Timestamp::UNIX_EPOCH,
        status: protocol::Status::Unread,
        related: protocol::Related::default(),
    }
}

fn pending(store: Result<Store, HomeError>) -> usize {
    store.unwrap().pending().unwrap().len()
}

#[test]
fn a_keyring_that_does_not_answer_is_said_and_nothing_changes() {
    let states = [VaultError::Absent, VaultError::Locked, VaultError::Silent, VaultError::Refused("no".into())];
    for state in states {
        let left = Left::behind();
        let (databases, secrets) = (left.databases(), left.secrets());
        left.vault.fail(Some(state.clone()));
        let said = [
            left.open().map(drop),
            left.begin().map(drop),
            enter(left.data.path(), &left.vault, &ada()).map(drop),
            wipe(left.data.path(), &left.vault, &ada()),
            next_key(&left.vault, &ada(), None).map(drop),
            keep_next_key(&left.vault, &ada()),
        ];
        for said in said {
            let error = said.unwrap_err();
            assert!(matches!(&error, HomeError::Vault(why) if *why == state), "{error}");
            assert!(error.fault().message.to_string().contains("keyring"), "{error}");
        }
        left.vault.fail(None);
        assert_eq!((left.databases(), left.secrets()), (databases, secrets), "{state}");
        assert_eq!(pending(left.open()), 1, "{state}: once it answers all is there");
    }
}

#[test]
fn a_keyring_without_the_right_key_is_said_and_signing_in_again_is_the_way_back() {
    let another = Left::behind();
    let entries: [(&str, Option<Vec<u8>>); 7] = [
        ("emptied", None),
        ("empty", Some(Vec::new())),
        ("truncated", Some(Left::behind().secrets()[0].clone().unwrap()[..31].to_vec())),
        ("too long", Some(vec![7; 33])),
        ("changed", Some(vec![7; 32])),
        ("another account's", another.secrets()[0].clone()),
        ("something else", Some(b"{\"server\":\"https://ward.example\"}".to_vec())),
    ];
    for (state, entry) in entries {
        let left = Left::behind();
        match entry {
            Some(entry) => left.vault.write(&key_name(&ada()), &entry).unwrap(),
            None => left.vault.delete(&key_name(&ada())).unwrap(),
        }
        let (databases, secrets) = (left.databases(), left.secrets());
        for _ in 0..2 {
            let error = left.open().err().unwrap();
            assert!(matches!(error, HomeError::Store(StoreError::WrongKey)), "{state}: {error}");
            assert!(error.fault().message.to_string().contains("Sign in again"), "{state}");
            assert_eq!((left.databases(), left.secrets()), (databases.clone(), secrets.clone()), "{state}");
        }
        let mut store = left.begin().unwrap();
        assert_eq!(store.receive(&[canary()]).unwrap().fresh, 1, "{state}: afresh from the server");
        drop(store);
        let aside = &left.databases()["store.db.set-aside-1"];
        assert_eq!(*aside, databases["store.db"], "{state}: never deleted");
        assert_eq!(pending(left.open()), 0, "{state}");
    }
}

#[test]
fn a_damaged_file_is_replaced_and_a_newer_one_left_alone() {
    let left = Left::behind();
    let path = file(left.data.path(), &ada()).unwrap();
    let secrets = left.secrets();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[..4096].fill(0);
    std::fs::write(&path, &bytes).unwrap();
    let mut store = left.open().unwrap();
    assert_eq!(store.take_repair().unwrap().map(|repair| repair.saved), Some(1));
    drop(store);
    assert_eq!(left.databases()["store.db.set-aside-1"], bytes);
    assert_eq!(left.secrets(), secrets, "the key is as it was");

    let mut bytes = std::fs::read(&path).unwrap();
    // `user_version` (SQLite's file format, section 1.3.9).
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(&path, &bytes).unwrap();
    for opened in [left.open(), left.begin()] {
        let error = opened.err().unwrap();
        assert!(matches!(error, HomeError::Store(StoreError::Newer { found: 99, .. })), "{error}");
        assert!(error.fault().message.to_string().contains("Update"));
    }
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "byte for byte");
}

/// A keyring that stops answering after some calls, as when the session ends or the power is cut.
struct Stops<'a>(&'a MemoryVault, std::sync::atomic::AtomicI32);

impl Stops<'_> {
    fn next(&self) -> Result<&MemoryVault, VaultError> {
        let left = self.1.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
        if left > 0 { Ok(self.0) } else { Err(VaultError::Silent) }
    }
}

impl Vault for Stops<'_> {
    fn read(&self, name: &str) -> Result<Option<secrecy::SecretSlice<u8>>, VaultError> {
        self.next()?.read(name)
    }

    fn write(&self, name: &str, secret: &[u8]) -> Result<(), VaultError> {
        self.next()?.write(name, secret)
    }

    fn delete(&self, name: &str) -> Result<(), VaultError> {
        self.next()?.delete(name)
    }
}

/// Does something with a keyring that stops after each number of calls in turn, until it is not stopped any more.
fn stopped(mut work: impl FnMut(&Left, &dyn Vault) -> Result<(), HomeError>, mut after: impl FnMut(&Left, bool)) {
    for calls in 0.. {
        let left = Left::behind();
        let done = work(&left, &Stops(&left.vault, calls.into())).is_ok();
        after(&left, done);
        if done {
            assert!(calls > 2, "it was stopped at each call");
            return;
        }
    }
}

#[test]
fn a_change_of_keys_survives_a_keyring_that_stops() {
    stopped(
        |left, vault| {
            let mut store = left.open()?;
            let key = next_key(vault, &ada(), None)?;
            store.rotate(&key)?;
            keep_next_key(vault, &ada())
        },
        |left, _| assert_eq!(pending(left.open()), 1),
    );
}

#[test]
fn signing_in_again_and_out_survives_a_keyring_that_stops() {
    let begun = |left: &Left, vault: &dyn Vault| {
        left.vault.write(&key_name(&ada()), &[7; 32]).unwrap();
        begin(left.data.path(), vault, &ada()).map(drop)
    };
    stopped(begun, |left, _| {
        left.begin().unwrap();
        left.open().unwrap();
        assert!(left.databases().keys().any(|name| name.contains("set-aside-1")), "{:?}", left.databases().keys());
    });
    stopped(
        |left, vault| wipe(left.data.path(), vault, &ada()),
        |left, done| {
            // Whatever is left is worthless, or there is still somebody signed in who can sign out.
            let [key, next, account] = left.secrets().try_into().unwrap();
            assert!(key.is_none() || account.is_some());
            assert_eq!(done, (key, next, account) == (None, None, None));
            wipe(left.data.path(), &left.vault, &ada()).unwrap();
        },
    );
}
