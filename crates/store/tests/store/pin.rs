//! The key as the keyring holds it: bare, or worth nothing without the PIN.

use secrecy::SecretSlice;
use store::{AccountId, AccountKey, Pin, StoreError};

use crate::ward::{Ward, account, note};

fn pin(typed: &str) -> Pin {
    Pin::new(&typed.into()).unwrap()
}

/// What the keyring holds after Ada has set her PIN.
fn entry(ward: &Ward) -> Vec<u8> {
    ward.key.to_vault(account(), Some(&pin("Maj 7391"))).unwrap().to_vec()
}

fn key(entry: &[u8], pin: Option<&Pin>) -> Result<AccountKey, StoreError> {
    AccountKey::from_vault(account(), &entry.to_vec().into(), pin)
}

#[test]
fn with_the_pin_everything_reads_and_without_it_nothing_does() {
    let mut ward = Ward::open();
    ward.store.receive(&[note(1, "Bed 1 is free")]).unwrap();
    let (bare, entry) = (ward.key.to_vault(account(), None).unwrap(), entry(&ward));

    assert!(!entry.windows(bare.len()).any(|window| window == *bare), "the key does not stand in it");
    assert!(AccountKey::needs_pin(&entry.clone().into()));
    assert!(matches!(key(&entry, None), Err(StoreError::PinNeeded)));
    assert!(matches!(key(&entry, Some(&pin("maj 7391"))), Err(StoreError::WrongPin)));
    ward.key = key(&entry, Some(&pin("Maj 7391"))).unwrap();
    ward.reopen();
    assert_eq!(ward.store.tally().unwrap().total, 1);
}

#[test]
fn a_bare_key_needs_no_pin_and_another_length_is_no_key() {
    let ward = Ward::open();
    let bare: SecretSlice<u8> = ward.key.to_vault(account(), None).unwrap().to_vec().into();
    assert!(!AccountKey::needs_pin(&bare));
    let same = AccountKey::from_vault(account(), &bare, Some(&pin("7391"))).unwrap();
    assert!(ward.open_again(&same).is_ok(), "a PIN that nobody set is not looked at");
    assert!(matches!(key(&[1, 2, 3], None), Err(StoreError::WrongKey)));
}

#[test]
fn the_same_pin_twice_makes_two_entries() {
    let ward = Ward::open();
    assert_ne!(entry(&ward), entry(&ward));
}

/// Nobody is told that the PIN is wrong when it is the entry that is.
#[test]
fn an_entry_that_is_damaged_or_somebody_elses_is_no_wrong_pin() {
    let entry = entry(&Ward::open());
    let pin = pin("Maj 7391");
    for place in 0..entry.len() {
        let mut flipped = entry.clone();
        flipped[place] ^= 1 << (place % 8);
        assert!(matches!(key(&flipped, Some(&pin)), Err(StoreError::WrongKey)), "byte {place}");
    }
    assert!(matches!(key(&entry[1..], Some(&pin)), Err(StoreError::WrongKey)));
    let jan = AccountId::of("https://ward.example", "jan@ward.example");
    assert!(matches!(AccountKey::from_vault(jan, &entry.into(), Some(&pin)), Err(StoreError::WrongKey)));
}
