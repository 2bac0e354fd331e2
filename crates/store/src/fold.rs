use caseless::Caseless;
use zeroize::Zeroizing;

/// Full folding makes a text three times as long at most (CaseFolding.txt of Unicode).
pub const LONGEST: usize = 3;

/// Unicode's full case folding, as UTF-8.
pub fn fold(text: &str) -> Zeroizing<Vec<u8>> {
    // It must not move while it grows: what moves leaves a copy behind.
    let mut folded = Zeroizing::new(Vec::with_capacity(text.len() * LONGEST));
    append(&mut folded, text);
    folded
}

/// Puts a folded text behind others. Most letters are ASCII and need no look into Unicode's table.
pub fn append(folded: &mut Vec<u8>, mut text: &str) {
    while !text.is_empty() {
        let (ascii, rest) = text.split_at(text.find(|letter: char| !letter.is_ascii()).unwrap_or(text.len()));
        let start = folded.len();
        folded.extend_from_slice(ascii.as_bytes());
        folded.get_mut(start..).unwrap_or_default().make_ascii_lowercase();
        let (others, rest) = rest.split_at(rest.find(|letter: char| letter.is_ascii()).unwrap_or(rest.len()));
        for letter in others.chars().default_case_fold() {
            folded.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
        }
        text = rest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_folded_as_unicode_says_and_fits() {
        for letter in '\0'..=char::MAX {
            let text = format!("A{letter}Z");
            let folded = fold(&text);
            assert_eq!(*folded, caseless::default_case_fold_str(&text).into_bytes());
            assert_eq!(folded.capacity(), text.len() * LONGEST);
        }
    }
}
