use std::path::Path;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64ct::{Base64, Encoding};
use bridge::Profile;
use hkdf::Hkdf;
use sha2::Sha256;

use crate::Stage;

/// The keys of the account that is signed in, found as somebody would who may ask the keyring and has read how they are
/// made.
pub struct Keys {
    /// The account's, in the keyring.
    pub account: Vec<u8>,
    /// The file's, which that one wraps.
    pub data: Vec<u8>,
    /// What seals rows, made from the data key.
    pub seal: Vec<u8>,
    /// What makes tags, made from the data key.
    pub tag: Vec<u8>,
    /// What wraps the data key, made from the account's.
    pub wrap: Vec<u8>,
}

impl Keys {
    /// Of the one account of this desktop, which has no PIN.
    pub fn of(stage: &Stage) -> Self {
        let folder = std::fs::read_dir(stage.data().join("accounts")).unwrap().next().unwrap().unwrap();
        let name = folder.file_name().into_string().unwrap();
        let account = entry(stage, &format!("key {name}"));
        let wrap = derived(&account, "wrap");
        let data = unwrapped(&folder.path().join("store.db"), &wrap, &name);
        Self { seal: derived(&data, "seal"), tag: derived(&data, "tag"), account, data, wrap }
    }
}

/// What the keyring has under this name.
fn entry(stage: &Stage, name: &str) -> Vec<u8> {
    let mut look = stage.session.command("secret-tool");
    look.args(["lookup", "service", &Profile::default().qualified(), "username", name]);
    let said = look.output().unwrap();
    Base64::decode_vec(std::str::from_utf8(&said.stdout).unwrap().trim()).unwrap()
}

fn derived(from: &[u8], purpose: &str) -> Vec<u8> {
    let mut key = vec![0; 32];
    Hkdf::<Sha256>::new(Some(b"takecare store 1"), from).expand(purpose.as_bytes(), &mut key).unwrap();
    key
}

/// The data key in this file.
fn unwrapped(file: &Path, wrap: &[u8], account: &str) -> Vec<u8> {
    let file = rusqlite::Connection::open(file).unwrap();
    let (epoch, wrapped): (i64, Vec<u8>) =
        file.query_row("SELECT epoch, wrapped FROM data_key", [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let account = (0..account.len()).step_by(2).map(|at| u8::from_str_radix(&account[at..at + 2], 16).unwrap());
    let aad = [b"key 1".as_slice(), &account.collect::<Vec<_>>(), &epoch.to_be_bytes()].concat();
    let (nonce, sealed) = wrapped[1..].split_first_chunk::<12>().unwrap();
    let cipher = Aes256Gcm::new_from_slice(wrap).unwrap();
    cipher.decrypt(&Nonce::from(*nonce), Payload { msg: sealed, aad: &aad }).unwrap()
}
