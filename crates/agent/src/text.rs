//! Text of others, made fit for a terminal, a menu or a toast.

/// On one line, without control characters: nothing in it can steer a terminal or end a line.
pub fn line(text: &str) -> String {
    text.chars().map(|letter| if is_steering(letter) { ' ' } else { letter }).collect()
}

/// As [`line`], but line breaks stay, and what is longer than `most` characters ends in an ellipsis.
pub fn paragraph(text: &str, most: usize) -> String {
    let mut letters = text.chars().map(|letter| if letter != '\n' && is_steering(letter) { ' ' } else { letter });
    let mut short: String = letters.by_ref().take(most).collect();
    if letters.next().is_some() {
        short.push('…');
    }
    short
}

/// Escaped for readers of the markup that the desktop notification specification allows in a toast's body.
#[cfg(any(target_os = "linux", test))]
pub fn markup(text: &str) -> String {
    text.chars().fold(String::with_capacity(text.len()), |mut escaped, letter| {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
        escaped
    })
}

/// Control characters, and those that turn the direction of the text that follows.
fn is_steering(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_line_steers_a_terminal() {
        assert_eq!(line("a\u{1b}[2Jb\nc\u{9b}d\0e\u{202e}f"), "a [2Jb c d e f");
    }

    #[test]
    fn a_paragraph_keeps_its_breaks_and_has_an_end() {
        assert_eq!(paragraph("Żółw\nb\0c", 99), "Żółw\nb c");
        assert_eq!(paragraph("Żółwie", 3), "Żół…");
        assert_eq!(paragraph("Żół", 3), "Żół");
    }

    #[test]
    fn markup_is_shown_and_not_read() {
        assert_eq!(markup("<b>\"R&D\"</b>'s"), "&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt;&#39;s");
    }
}
