use std::io;

use base64ct::{Base64, Encoding};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::Entry;
use crate::cipher::KEY;

type Code = [u8; 32];
/// The block of SHA-256, in bytes.
const BLOCK: usize = 64;

/// What the next line follows: the number and the MAC of the one before. Without any, both are zero.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Link {
    pub number: u32,
    pub mac: Code,
}

/// Makes and proves lines. Each ends with the HMAC-SHA-256 of its own text and the MAC before, so that none can be
/// changed, moved, left out or put in. A file's first line starts from zeros and names the MAC that it carries on.
pub struct Chain(Hmac<Sha256>);

/// Stands between the text of a line and its MAC.
const SEAM: &str = r#","mac":""#;
const END: &str = "\"}\n";

impl Chain {
    pub fn new(key: &[u8; KEY]) -> Self {
        // As HMAC does with every key that is shorter than its block (RFC 2104).
        let mut block = Zeroizing::new([0; BLOCK]);
        block[..key.len()].copy_from_slice(key);
        Self(Hmac::new((&*block).into()))
    }

    /// The line of `entry`, and what the next one follows.
    pub fn write(&self, before: Link, mut entry: Entry) -> io::Result<(String, Link)> {
        entry.number = before.number.saturating_add(1);
        let body = body(&entry)?;
        let mac = self.mac(&before.mac, &body).finalize().into_bytes().into();
        Ok((line(&body, &mac), Link { number: entry.number, mac }))
    }

    /// The first line of a file that goes on behind `before`.
    pub fn write_first(&self, before: Link, mut entry: Entry) -> io::Result<String> {
        (entry.number, entry.after) = (before.number, Some(Base64::encode_string(&before.mac)));
        let body = body(&entry)?;
        Ok(line(&body, &self.mac(&Code::default(), &body).finalize().into_bytes().into()))
    }

    /// What a line says, and what the next one follows; `None` unless it was made for this place.
    pub fn read(&self, before: Option<Link>, line: &[u8]) -> Option<(Entry, Link)> {
        let text = std::str::from_utf8(line).ok()?;
        let (body, mac) = text.strip_suffix(END)?.rsplit_once(SEAM)?;
        let (entry, mac): (Entry, _) = (serde_json::from_str(text).ok()?, code(mac)?);
        let (from, link) = match (before, &entry.after) {
            (None, Some(after)) => (Code::default(), Link { number: entry.number, mac: code(after)? }),
            (Some(before), None) if entry.number == before.number.saturating_add(1) => {
                (before.mac, Link { number: entry.number, mac })
            }
            _ => return None,
        };
        self.mac(&from, body).verify_slice(&mac).ok()?;
        Some((entry, link))
    }

    fn mac(&self, before: &Code, body: &str) -> Hmac<Sha256> {
        self.0.clone().chain_update(before).chain_update(body)
    }
}

/// The text that a MAC vouches for: the line without its end.
fn body(entry: &Entry) -> io::Result<String> {
    let mut body = serde_json::to_string(entry)?;
    body.pop();
    Ok(body)
}

fn line(body: &str, mac: &Code) -> String {
    format!("{body}{SEAM}{}{END}", Base64::encode_string(mac))
}

fn code(text: &str) -> Option<Code> {
    let mut code = Code::default();
    (Base64::decode(text, &mut code).ok()?.len() == code.len()).then_some(code)
}
