use tiny_skia::{Color, FillRule, LineCap, LineJoin, Mask, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};

use crate::digits::{BOLD, Digits, Dots, FINE};
use crate::face::State;

/// The sizes a panel may ask for, in pixels.
pub const SIZES: [u32; 5] = [16, 22, 24, 32, 48];

/// The drawing is made on a square of this many units.
const UNITS: f32 = 24.0;

const BELL: [u8; 3] = [0x1f, 0x5f, 0xb4];
const DULL: [u8; 3] = [0x56, 0x60, 0x6b];
const ALARM: [u8; 3] = [0xb4, 0x53, 0x09];
const PLATE: [u8; 3] = [0xd1, 0x1b, 0x41];
const WHITE: [u8; 3] = [0xff, 0xff, 0xff];

/// The tray icon of `size` by `size` pixels: the bell's shape tells the state, the plate on it how many are unread.
///
/// A white edge sets it off from dark panels, its colour from light ones. `None` when `size` is zero.
pub fn draw(state: State, count: u32, size: u32) -> Option<Pixmap> {
    let mut canvas = Canvas { pixels: Pixmap::new(size, size)?, scale: size as f32 / UNITS };
    canvas.bell(state)?;
    if count > 0 {
        canvas.plate(count)?;
    }
    Some(canvas.pixels)
}

struct Canvas {
    pixels: Pixmap,
    /// Pixels per unit.
    scale: f32,
}

impl Canvas {
    fn bell(&mut self, state: State) -> Option<()> {
        let bell = bell()?;
        match state {
            State::Live => self.solid(&bell, BELL),
            State::Checking => {
                self.hollow(&bell, BELL);
                self.left_half(&bell, BELL)?;
            }
            State::SignedOut => self.hollow(&bell, DULL),
            State::Offline => {
                self.solid(&bell, DULL);
                self.slash()?;
            }
            State::Blocked => {
                self.solid(&bell, ALARM);
                self.mark()?;
            }
            State::Locked => {
                self.solid(&bell, DULL);
                self.keyhole()?;
            }
        }
        Some(())
    }

    fn solid(&mut self, path: &Path, colour: [u8; 3]) {
        self.line(path, WHITE, 2.0 * self.edge());
        self.fill(path, colour, None);
    }

    fn hollow(&mut self, path: &Path, colour: [u8; 3]) {
        let line = self.edge() * 1.6;
        self.line(path, WHITE, line + 2.0 * self.edge());
        self.line(path, colour, line);
    }

    fn left_half(&mut self, path: &Path, colour: [u8; 3]) -> Option<()> {
        let mut mask = Mask::new(self.pixels.width(), self.pixels.height())?;
        let half = PathBuilder::from_rect(Rect::from_xywh(0.0, 0.0, UNITS / 2.0, UNITS)?);
        mask.fill_path(&half, FillRule::Winding, true, self.transform());
        self.fill(path, colour, Some(&mask));
        Some(())
    }

    /// A stroke right across: the connection is cut.
    fn slash(&mut self) -> Option<()> {
        let mut path = PathBuilder::new();
        path.move_to(3.5, 20.5);
        path.line_to(20.5, 3.5);
        let path = path.finish()?;
        self.line(&path, WHITE, self.edge() * 4.0);
        self.line(&path, DULL, self.edge() * 1.8);
        Some(())
    }

    /// An exclamation mark.
    fn mark(&mut self) -> Option<()> {
        let width = self.edge() * 2.0;
        for (from, to) in [(7.0, 11.6), (15.0, 15.2)] {
            let mut path = PathBuilder::new();
            path.move_to(12.0, from);
            path.line_to(12.0, to);
            self.line(&path.finish()?, WHITE, width);
        }
        Some(())
    }

    /// Where a key would go.
    fn keyhole(&mut self) -> Option<()> {
        let mut path = PathBuilder::new();
        path.push_circle(12.0, 9.5, 2.2);
        self.fill(&path.finish()?, WHITE, None);
        let mut path = PathBuilder::new();
        path.move_to(12.0, 10.0);
        path.line_to(12.0, 14.6);
        self.line(&path.finish()?, WHITE, self.edge() * 1.6);
        Some(())
    }

    /// The count, in the lower right corner, on the pixel grid.
    fn plate(&mut self, count: u32) -> Option<()> {
        let size = self.pixels.width();
        let (digits, dot) = digits(size);
        let number = digits.write(count);
        let margin = if size < 22 { dot } else { 2 * dot };
        let height = (number.height + 2) * dot + margin - dot;
        let width = (number.width * dot + 2 * margin).max(height).min(size);
        let (left, top) = ((size - width) as f32, (size - height) as f32);
        let plate = rounded(left, top, width as f32, height as f32)?;
        let edge = Stroke { width: 2.0 * dot as f32, line_join: LineJoin::Round, ..Stroke::default() };
        self.pixels.stroke_path(&plate, &paint(WHITE), &edge, Transform::identity(), None);
        self.pixels.fill_path(&plate, &paint(PLATE), FillRule::Winding, Transform::identity(), None);
        let x = size - width + (width - number.width * dot) / 2;
        let y = size - height + (height - number.height * dot) / 2;
        self.dots(&number, dot, x, y)
    }

    fn dots(&mut self, number: &Dots, dot: u32, left: u32, top: u32) -> Option<()> {
        let paint = Paint { anti_alias: false, ..paint(WHITE) };
        for (x, y) in &number.dots {
            let (x, y) = ((left + x * dot) as f32, (top + y * dot) as f32);
            self.pixels.fill_rect(Rect::from_xywh(x, y, dot as f32, dot as f32)?, &paint, Transform::identity(), None);
        }
        Some(())
    }

    fn fill(&mut self, path: &Path, colour: [u8; 3], mask: Option<&Mask>) {
        let transform = self.transform();
        self.pixels.fill_path(path, &paint(colour), FillRule::Winding, transform, mask);
    }

    /// `width` in units.
    fn line(&mut self, path: &Path, colour: [u8; 3], width: f32) {
        let stroke = Stroke { width, line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
        let transform = self.transform();
        self.pixels.stroke_path(path, &paint(colour), &stroke, transform, None);
    }

    /// One pixel, or one twenty-fourth of a large icon, in units.
    fn edge(&self) -> f32 {
        (1.0 / self.scale).max(1.0)
    }

    fn transform(&self) -> Transform {
        Transform::from_scale(self.scale, self.scale)
    }
}

/// The drawing of the digits that suits an icon, and the edge of one of its dots in pixels.
fn digits(size: u32) -> (Digits, u32) {
    match size {
        0..22 => (FINE, 1),
        22..32 => (BOLD, 1),
        32..48 => (FINE, 2),
        _ => (BOLD, size / 24),
    }
}

fn paint(colour: [u8; 3]) -> Paint<'static> {
    let [red, green, blue] = colour;
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(Color::from_rgba8(red, green, blue, 255));
    paint
}

/// A bell with its clapper, in units.
fn bell() -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(3.2, 17.6);
    path.cubic_to(5.4, 15.8, 5.4, 13.4, 5.4, 10.2);
    path.cubic_to(5.4, 6.0, 8.2, 2.6, 12.0, 2.6);
    path.cubic_to(15.8, 2.6, 18.6, 6.0, 18.6, 10.2);
    path.cubic_to(18.6, 13.4, 18.6, 15.8, 20.8, 17.6);
    path.close();
    path.move_to(9.2, 19.4);
    path.line_to(14.8, 19.4);
    path.cubic_to(14.4, 22.8, 9.6, 22.8, 9.2, 19.4);
    path.close();
    path.finish()
}

/// A plate with round ends, in pixels.
fn rounded(left: f32, top: f32, width: f32, height: f32) -> Option<Path> {
    let (right, bottom, radius) = (left + width, top + height, height * 0.3);
    let mut path = PathBuilder::new();
    path.move_to(left + radius, top);
    path.line_to(right - radius, top);
    path.quad_to(right, top, right, top + radius);
    path.line_to(right, bottom - radius);
    path.quad_to(right, bottom, right - radius, bottom);
    path.line_to(left + radius, bottom);
    path.quad_to(left, bottom, left, bottom - radius);
    path.line_to(left, top + radius);
    path.quad_to(left, top, left + radius, top);
    path.close();
    path.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_can_be_drawn_and_up_to_99_each_looks_different() {
        for size in SIZES {
            let icons: Vec<_> = (0..1000).filter_map(|count| draw(State::Live, count, size)).collect();
            assert_eq!(icons.len(), 1000);
            for (count, icon) in icons[..=100].iter().enumerate() {
                assert!(icons[..count].iter().all(|other| other != icon), "{count} looks like another at {size}");
            }
            assert!(icons[100] == icons[999], "more than 99 is told the same way");
        }
    }

    #[test]
    fn every_state_has_a_shape_of_its_own_with_and_without_a_count() {
        let states = [State::Live, State::Checking, State::Offline, State::SignedOut, State::Blocked];
        for (size, count) in SIZES.into_iter().flat_map(|size| [(size, 0), (size, 8), (size, 88), (size, 888)]) {
            let grey = |state| -> Vec<_> {
                let icon = draw(state, count, size).unwrap();
                icon.pixels().iter().map(|pixel| (pixel.alpha(), pixel.red() > 0xe0)).collect()
            };
            let shapes = states.map(grey);
            for (at, shape) in shapes.iter().enumerate() {
                assert!(!shapes[..at].contains(shape), "{:?} needs its colour at {size} with {count}", states[at]);
            }
        }
    }

    #[test]
    fn an_icon_without_room_is_none() {
        assert!(draw(State::Live, 1, 0).is_none());
    }
}
