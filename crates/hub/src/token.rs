use rand::distr::{Alphanumeric, SampleString};

/// The length of session keys and CSRF tokens (section 1.1): 190 bits of chance.
pub const LENGTH: usize = 32;

/// A new secret, from the operating system's random source.
pub fn fresh() -> String {
    Alphanumeric.sample_string(&mut rand::rng(), LENGTH)
}

/// Whether this could be one of ours; anything else is never echoed into a page or a header.
pub fn is_well_formed(text: &str) -> bool {
    text.len() == LENGTH && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
