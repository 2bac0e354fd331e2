use tiny_skia::{Path, PathBuilder, Rect};

/// Shapes are made on a square of this many units.
pub const UNITS: f32 = 24.0;

/// A bell with its clapper.
pub fn bell() -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(3.2, 17.2);
    path.cubic_to(5.4, 15.4, 5.4, 13.0, 5.4, 9.6);
    path.cubic_to(5.4, 5.2, 8.2, 1.8, 12.0, 1.8);
    path.cubic_to(15.8, 1.8, 18.6, 5.2, 18.6, 9.6);
    path.cubic_to(18.6, 13.0, 18.6, 15.4, 20.8, 17.2);
    path.close();
    path.move_to(9.2, 19.2);
    path.line_to(14.8, 19.2);
    path.cubic_to(14.4, 22.8, 9.6, 22.8, 9.2, 19.2);
    path.close();
    path.finish()
}

/// The bow of a padlock, a line.
pub fn bow() -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(7.4, 9.5);
    path.line_to(7.4, 7.4);
    path.cubic_to(7.4, 1.4, 16.6, 1.4, 16.6, 7.4);
    path.line_to(16.6, 9.5);
    path.finish()
}

/// The body of a padlock.
pub fn body() -> Option<Path> {
    rounded(Rect::from_ltrb(3.4, 8.6, 20.6, 22.0)?, 2.2)
}

/// The keyhole in it.
pub fn keyhole() -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_circle(12.0, 13.6, 2.3);
    path.push_rect(Rect::from_ltrb(11.0, 13.6, 13.0, 18.6)?);
    path.finish()
}

/// A stroke right across.
pub fn slash() -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(3.5, 20.5);
    path.line_to(20.5, 3.5);
    path.finish()
}

/// A rectangle with round corners.
pub fn rounded(area: Rect, radius: f32) -> Option<Path> {
    let (left, top, right, bottom) = (area.left(), area.top(), area.right(), area.bottom());
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
