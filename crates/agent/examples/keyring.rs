//! Keeps, reads, replaces and forgets a secret in the real keyring, and says what it answers.
//! `cargo run -p agent --example keyring`
#![allow(clippy::print_stdout)]

use agent::keyring::Keyring;
use client::Vault;
use secrecy::ExposeSecret;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let keyring = Keyring::of(&"example".parse()?);
    let read = || keyring.read("trial").map(|secret| secret.map(|secret| secret.expose_secret().to_vec()));
    println!("read:    {:?}", read());
    println!("write:   {:?}", keyring.write("trial", &[0, 159, 146, 150]));
    println!("read:    {:?}", read());
    println!("replace: {:?}", keyring.write("trial", b"other"));
    println!("read:    {:?}", read());
    println!("delete:  {:?}", keyring.delete("trial"));
    println!("delete:  {:?}", keyring.delete("trial"));
    println!("read:    {:?}", read());
    Ok(())
}
