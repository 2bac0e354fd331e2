use tiny_skia::Rect;

use super::digits::{BOLD, Digits, Dots, FINE};

/// The plate with the count, on the pixel grid in the lower right corner of an icon. All lengths are in pixels.
pub struct Plate {
    /// The plate itself.
    pub area: Rect,
    /// Edge of a dot.
    pub dot: u32,
    /// Its dots, as squares.
    pub dots: Vec<Rect>,
}

impl Plate {
    /// The plate for a count on an icon of `size` by `size`; `None` when nothing is to be counted, or there is no room.
    pub fn new(count: u32, size: u32) -> Option<Self> {
        let (digits, dot) = digits(size);
        let number = Some(count).filter(|count| *count > 0).map(|count| digits.write(count))?;
        let height = number.height * dot + 2 * (size / 16);
        let width = (number.width * dot + 2 * (size / 11)).max(height).min(size);
        let (left, top) = (size - width, size.checked_sub(height)?);
        let area = Rect::from_xywh(left as f32, top as f32, width as f32, height as f32)?;
        let (x, y) = (left + width.checked_sub(number.width * dot)? / 2, top + size / 16);
        Some(Self { area, dot, dots: squares(&number, dot, x, y) })
    }
}

/// The drawing of the digits that suits an icon, and the edge of one of its dots.
fn digits(size: u32) -> (Digits, u32) {
    match size {
        0..22 => (FINE, 1),
        22..48 => (BOLD, 1),
        _ => (BOLD, size / 24),
    }
}

fn squares(number: &Dots, dot: u32, left: u32, top: u32) -> Vec<Rect> {
    let edge = dot as f32;
    let square = |(x, y): &(u32, u32)| Rect::from_xywh((left + x * dot) as f32, (top + y * dot) as f32, edge, edge);
    number.dots.iter().filter_map(square).collect()
}
