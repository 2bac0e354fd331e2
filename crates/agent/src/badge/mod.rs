mod digits;
mod plate;
mod shapes;

use tiny_skia::{Color, FillRule, LineCap, LineJoin, Mask, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};

use crate::face::State;
use plate::Plate;
use shapes::UNITS;

/// The sizes a panel may ask for, in pixels.
pub const SIZES: [u32; 5] = [16, 22, 24, 32, 48];

const BELL: [u8; 3] = [0x1f, 0x5f, 0xb4];
const DULL: [u8; 3] = [0x56, 0x60, 0x6b];
const ALARM: [u8; 3] = [0xb4, 0x53, 0x09];
const PLATE: [u8; 3] = [0xd1, 0x1b, 0x41];
const WHITE: [u8; 3] = [0xff, 0xff, 0xff];

/// The tray icon of `size` by `size` pixels: its shape tells the state, the plate on it how many are unread.
///
/// A white edge sets it off from dark panels, its colour from light ones. Whatever tells a state is in the upper half:
/// the plate covers the lower one. `None` when `size` is zero.
pub fn draw(state: State, count: u32, size: u32) -> Option<Pixmap> {
    let plate = Plate::new(count, size);
    let top = plate.as_ref().map_or(size as f32, |plate| plate.area.top() - plate.dot as f32);
    let mut canvas = Canvas { pixels: Pixmap::new(size, size)?, scale: size as f32 / UNITS, top };
    canvas.shape(state)?;
    if let Some(plate) = plate {
        canvas.plate(&plate)?;
    }
    Some(canvas.pixels)
}

struct Canvas {
    pixels: Pixmap,
    /// Pixels per unit.
    scale: f32,
    /// Where the plate with its edge begins, in pixels.
    top: f32,
}

impl Canvas {
    fn shape(&mut self, state: State) -> Option<()> {
        let bell = shapes::bell()?;
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
            State::Locked => self.padlock()?,
            State::Paused => {
                self.solid(&bell, BELL);
                self.bars()?;
            }
            State::Consult => {
                self.solid(&bell, BELL);
                self.band()?;
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

    /// The connection is cut.
    fn slash(&mut self) -> Option<()> {
        let path = shapes::slash()?;
        self.line(&path, WHITE, self.edge() * 4.0);
        self.line(&path, DULL, self.edge() * 1.8);
        Some(())
    }

    /// Nobody can read what is here.
    fn padlock(&mut self) -> Option<()> {
        let (bow, body) = (shapes::bow()?, shapes::body()?);
        let line = self.edge() * 2.0;
        self.line(&bow, WHITE, line + 2.0 * self.edge());
        self.line(&body, WHITE, 2.0 * self.edge());
        self.line(&bow, DULL, line);
        self.fill(&body, DULL, None);
        self.fill(&shapes::keyhole()?, WHITE, None);
        Some(())
    }

    /// An exclamation mark.
    fn mark(&mut self) -> Option<()> {
        let end = self.floor(15.4);
        let dot = (end - self.edge() * 2.0).min(end - 2.0);
        self.sign(10.8, 3.4, 13.2, dot - self.edge())?;
        self.sign(10.8, dot, 13.2, end)
    }

    /// Two upright bars, as on a key that pauses.
    fn bars(&mut self) -> Option<()> {
        let end = self.floor(14.4);
        self.sign(8.3, 4.7, 11.0, end)?;
        self.sign(13.0, 4.7, 15.7, end)
    }

    /// A band right across, as over words that are not to be read.
    fn band(&mut self) -> Option<()> {
        let end = self.floor(11.2);
        self.sign(7.6, end - 3.6, 16.4, end)
    }

    /// As low as this, or above the plate, in units.
    fn floor(&self, lowest: f32) -> f32 {
        lowest.min((self.top - 1.0) / self.scale)
    }

    /// A white rectangle on the pixel grid, in units.
    fn sign(&mut self, left: f32, top: f32, right: f32, bottom: f32) -> Option<()> {
        let [left, top, right, bottom] = [left, top, right, bottom].map(|at| (at * self.scale).round());
        let area = Rect::from_ltrb(left, top, right.max(left + 1.0), bottom.max(top + 1.0))?;
        self.pixels.fill_rect(area, &paint(WHITE), Transform::identity(), None);
        Some(())
    }

    fn plate(&mut self, plate: &Plate) -> Option<()> {
        let path = shapes::rounded(plate.area, plate.area.height() * 0.3)?;
        let edge = Stroke { width: 2.0 * plate.dot as f32, line_join: LineJoin::Round, ..Stroke::default() };
        self.pixels.stroke_path(&path, &paint(WHITE), &edge, Transform::identity(), None);
        self.pixels.fill_path(&path, &paint(PLATE), FillRule::Winding, Transform::identity(), None);
        for dot in &plate.dots {
            self.pixels.fill_rect(*dot, &paint(WHITE), Transform::identity(), None);
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

fn paint(colour: [u8; 3]) -> Paint<'static> {
    let [red, green, blue] = colour;
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(Color::from_rgba8(red, green, blue, 255));
    paint
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATES: [State; 8] = [
        State::Live,
        State::Checking,
        State::Offline,
        State::SignedOut,
        State::Blocked,
        State::Locked,
        State::Paused,
        State::Consult,
    ];

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
        let states = STATES;
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
