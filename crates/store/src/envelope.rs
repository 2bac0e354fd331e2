//! An account's key in the keyring while a PIN is set: sealed with what Argon2id (RFC 9106) makes of the PIN.
//!
//! `version (1) ‖ memory in KiB, passes, lanes (4 each, big endian) ‖ salt (16) ‖ sealed key (61) ‖ check (16)`. The check
//! is a plain hash, bound to the account: it tells an entry that was damaged or belongs to somebody else from a wrong PIN.

use argon2::{Algorithm, Argon2, Params, Version};
use sha2::{Digest, Sha256};

use zeroize::Zeroizing;

use crate::cipher::{self, Cipher, KEY, Secret};
use crate::locked::leave_nothing;
use crate::{AccountId, Pin, StoreError};

/// Envelopes of released versions are opened for ever.
const VERSION: u8 = 1;
const COSTS: usize = 12;
const SALT: usize = 16;
const HEAD: usize = 1 + COSTS + SALT;
const CHECK: usize = 16;
const SIZE: usize = HEAD + cipher::sealed(KEY) + CHECK;

/// What a new envelope costs to open: 128 MiB and three passes take 0.3 s on one core of a desktop. That is twice the
/// memory of RFC 9106's choice for machines with little (section 4), and far above OWASP's least (19 MiB, two passes). One
/// lane, because we compute with one thread.
const COST: Cost = Cost { memory: 128 * 1024, passes: 3, lanes: 1 };
/// The most that an entry may ask for, so that a forged one takes neither all memory nor an hour.
const MOST: Cost = Cost { memory: 1024 * 1024, passes: 16, lanes: 4 };

/// Argon2id's parameters; memory in KiB.
struct Cost {
    memory: u32,
    passes: u32,
    lanes: u32,
}

/// Whether a keyring's entry can only be an envelope.
pub fn is_one(entry: &[u8]) -> bool {
    entry.len() == SIZE && entry.first() == Some(&VERSION)
}

/// Seals an account's key under a PIN. Takes 0.3 s, on purpose.
pub fn seal(account: AccountId, pin: &Pin, key: &[u8]) -> Result<Vec<u8>, StoreError> {
    let salt: [u8; SALT] = cipher::random();
    let mut entry = [&[VERSION], COST.bytes().as_slice(), &salt].concat();
    let stretched = COST.stretch(pin, &salt)?;
    entry.extend(leave_nothing(|| {
        Cipher::new(&stretched)?.seal(&binding(account, &entry), [&[0; cipher::HEAD], key].concat())
    })?);
    entry.extend(check(account, &entry));
    Ok(entry)
}

/// Opens it: [`StoreError::WrongPin`] with another PIN, [`StoreError::WrongKey`] when it is damaged.
pub fn open(account: AccountId, pin: &Pin, entry: &[u8]) -> Result<Secret, StoreError> {
    let (body, kept) = entry.split_last_chunk::<CHECK>().ok_or(StoreError::WrongKey)?;
    if !is_one(entry) || *kept != check(account, body) {
        return Err(StoreError::WrongKey);
    }
    let (head, sealed) = body.split_at(HEAD);
    let (costs, salt) = head[1..].split_at(COSTS);
    let stretched = Cost::read(costs)?.stretch(pin, salt)?;
    Secret::new(|| {
        let key = Cipher::new(&stretched)?
            .open(&binding(account, head), sealed.to_vec())
            .map_err(|_| StoreError::WrongPin)?;
        Zeroizing::new(key).as_slice().try_into().map_err(|_| StoreError::WrongKey)
    })
}

impl Cost {
    fn bytes(&self) -> Vec<u8> {
        [self.memory, self.passes, self.lanes].map(u32::to_be_bytes).concat()
    }

    fn read(bytes: &[u8]) -> Result<Self, StoreError> {
        let mut numbers = bytes.as_chunks().0.iter().map(|number| u32::from_be_bytes(*number));
        let mut up_to = |most| numbers.next().filter(|number| *number <= most).ok_or(StoreError::WrongKey);
        Ok(Self { memory: up_to(MOST.memory)?, passes: up_to(MOST.passes)?, lanes: up_to(MOST.lanes)? })
    }

    /// The key that a PIN makes.
    fn stretch(&self, pin: &Pin, salt: &[u8]) -> Result<Secret, StoreError> {
        let params = Params::new(self.memory, self.passes, self.lanes, Some(KEY)).map_err(|_| StoreError::WrongKey)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        Secret::new(|| {
            let mut key = [0; KEY];
            let stretched = argon2.hash_password_into(pin.bytes(), salt, &mut key);
            stretched.map_err(|_| std::io::Error::from(std::io::ErrorKind::OutOfMemory))?;
            Ok(key)
        })
    }
}

fn binding(account: AccountId, head: &[u8]) -> Vec<u8> {
    [b"pin 1", account.bytes(), head].concat()
}

fn check(account: AccountId, body: &[u8]) -> [u8; CHECK] {
    let digest = Sha256::new().chain_update(binding(account, body)).finalize();
    let mut check = [0; CHECK];
    check.copy_from_slice(&digest[..CHECK]);
    check
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_that_asks_for_too_much_is_refused_before_it_gets_it() {
        let ada = AccountId::of("https://ward.example", "ada@ward.example");
        let pin = Pin::new(&"7391".into()).unwrap();
        let mut greedy = seal(ada, &pin, &[7; KEY]).unwrap();
        greedy[1..5].copy_from_slice(&u32::MAX.to_be_bytes());
        let checked = check(ada, &greedy[..SIZE - CHECK]);
        greedy[SIZE - CHECK..].copy_from_slice(&checked);
        assert!(matches!(open(ada, &pin, &greedy), Err(StoreError::WrongKey)));
    }
}
