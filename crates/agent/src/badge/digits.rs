/// Digits drawn on the pixel grid: the only way to keep them crisp at 16 pixels.
pub struct Digits {
    glyphs: [&'static str; 11],
}

/// For the smallest icons: 4 by 7 dots, strokes of one dot.
pub const FINE: Digits = Digits {
    glyphs: [
        ".##. #..# #..# #..# #..# #..# .##.",
        "..#. .##. #.#. ..#. ..#. ..#. ..#.",
        ".##. #..# ...# ..#. .#.. #... ####",
        "###. ...# ...# .##. ...# ...# ###.",
        "#..# #..# #..# #### ...# ...# ...#",
        "#### #... #... ###. ...# ...# ###.",
        ".##. #... #... ###. #..# #..# .##.",
        "#### ...# ...# ..#. ..#. .#.. .#..",
        ".##. #..# #..# .##. #..# #..# .##.",
        ".##. #..# #..# .### ...# ...# .##.",
        "... ... .#. ### .#. ... ...",
    ],
};

/// For larger icons: 5 by 9 dots, upright strokes of two dots.
pub const BOLD: Digits = Digits {
    glyphs: [
        ".###. ##.## ##.## ##.## ##.## ##.## ##.## ##.## .###.",
        "..##. .###. ####. ..##. ..##. ..##. ..##. ..##. ..##.",
        ".###. ##.## ...## ...## ..##. .##.. ##... ##... #####",
        ".###. ##.## ...## ...## .###. ...## ...## ##.## .###.",
        "...## ..### .#### ##.## ##.## ##### ...## ...## ...##",
        "##### ##... ##... ####. ...## ...## ...## ##.## .###.",
        ".###. ##.## ##... ####. ##.## ##.## ##.## ##.## .###.",
        "##### ...## ...## ..##. ..##. ..##. .##.. .##.. .##..",
        ".###. ##.## ##.## ##.## .###. ##.## ##.## ##.## .###.",
        ".###. ##.## ##.## ##.## ##.## .#### ...## ##.## .###.",
        "..... ..... ..#.. ..#.. ##### ..#.. ..#.. ..... .....",
    ],
};

/// The dots of a number, from its upper left corner.
pub struct Dots {
    /// Where dots are.
    pub dots: Vec<(u32, u32)>,
    /// Width in dots.
    pub width: u32,
    /// Height in dots.
    pub height: u32,
}

impl Digits {
    /// Writes a count: `1` to `99`, then `99+`.
    pub fn write(&self, count: u32) -> Dots {
        let text = if count > 99 { "99+".to_owned() } else { count.to_string() };
        let mut written = Dots { dots: Vec::new(), width: 0, height: 0 };
        for letter in text.chars() {
            let index = letter.to_digit(10).map_or(10, |digit| digit as usize);
            let start = if written.width == 0 { 0 } else { written.width + 1 };
            written.add(self.glyphs[index], start);
        }
        written
    }
}

impl Dots {
    fn add(&mut self, glyph: &str, start: u32) {
        for (y, row) in (0..).zip(glyph.split(' ')) {
            let dots = (start..).zip(row.chars()).filter(|(_, dot)| *dot == '#');
            self.dots.extend(dots.map(|(x, _)| (x, y)));
            self.width = self.width.max(start + row.len() as u32);
            self.height = self.height.max(y + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_digit_differs_from_the_others_and_has_its_size() {
        for (digits, width, height) in [(FINE, 4, 7), (BOLD, 5, 9)] {
            let written: Vec<_> = (0..10).map(|count| digits.write(count)).collect();
            for (count, digit) in written.iter().enumerate() {
                assert_eq!((digit.width, digit.height), (width, height));
                assert!(written[..count].iter().all(|other| other.dots != digit.dots), "{count} looks like another");
            }
        }
    }

    #[test]
    fn more_than_99_is_told_as_such() {
        assert_eq!(FINE.write(100).dots, FINE.write(u32::MAX).dots);
        assert_ne!(FINE.write(99).dots, FINE.write(100).dots);
        assert_eq!(FINE.write(100).width, 13);
    }
}
