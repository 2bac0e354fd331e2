use caseless::Caseless;
use zeroize::Zeroizing;

/// Full folding makes a text three times as long at most (CaseFolding.txt of Unicode), so that it never moves while it
/// grows: what moves leaves a copy behind.
const LONGEST: usize = 3;

/// Unicode's full case folding. Most letters are ASCII and need no look into its table.
pub fn fold(text: &str) -> Zeroizing<String> {
    let mut folded = Zeroizing::new(String::with_capacity(text.len() * LONGEST));
    for letter in text.chars() {
        if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
        } else {
            folded.extend(std::iter::once(letter).default_case_fold());
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_folded_as_unicode_says_and_fits() {
        for letter in '\0'..=char::MAX {
            let letter = letter.to_string();
            let folded = fold(&letter);
            assert_eq!(*folded, caseless::default_case_fold_str(&letter));
            assert_eq!(folded.capacity(), letter.len() * LONGEST);
        }
    }
}
