//! Draws every tray icon on light and dark panels into one picture, to be looked at.
//! `cargo run -p agent --example badges -- FILE.png`

use agent::badge::{SIZES, draw};
use agent::face::State;
use tiny_skia::{Color, FilterQuality, Paint, Pixmap, PixmapPaint, Rect, Transform};

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
const COUNTS: [u32; 3] = [0, 4, 120];
const PANELS: [[u8; 3]; 3] = [[0xf4, 0xf4, 0xf4], [0x80, 0x86, 0x8c], [0x1d, 0x20, 0x24]];
const ZOOM: u32 = 3;
const CELL: u32 = 56;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("name the picture's file")?;
    let sizes = SIZES.map(|size| if size <= 24 { (size, ZOOM) } else { (size, 2) });
    let row: u32 = sizes.iter().map(|(size, zoom)| size * zoom + 8).max().unwrap_or(CELL);
    let columns = (STATES.len() * COUNTS.len()) as u32;
    let height = row * (sizes.len() * PANELS.len()) as u32;
    let mut sheet = Pixmap::new(columns * (96 + 8), height).ok_or("an empty sheet")?;
    let mut y = 0;
    for panel in PANELS {
        for (size, zoom) in sizes {
            strip(&mut sheet, panel, y, row)?;
            for (column, (state, count)) in cells().enumerate() {
                let icon = draw(state, count, size).ok_or("an empty icon")?;
                let x = column as u32 * (96 + 8) + 4;
                let paint = PixmapPaint { quality: FilterQuality::Nearest, ..PixmapPaint::default() };
                let place = Transform::from_scale(zoom as f32, zoom as f32).post_translate(x as f32, y as f32 + 4.0);
                sheet.draw_pixmap(0, 0, icon.as_ref(), &paint, place, None);
            }
            y += row;
        }
    }
    sheet.save_png(path)?;
    Ok(())
}

fn cells() -> impl Iterator<Item = (State, u32)> {
    STATES.into_iter().flat_map(|state| COUNTS.map(|count| (state, count)))
}

fn strip(sheet: &mut Pixmap, [red, green, blue]: [u8; 3], y: u32, height: u32) -> Result<(), &'static str> {
    let mut paint = Paint::default();
    paint.set_color(Color::from_rgba8(red, green, blue, 255));
    let strip = Rect::from_xywh(0.0, y as f32, sheet.width() as f32, height as f32).ok_or("an empty strip")?;
    sheet.fill_rect(strip, &paint, Transform::identity(), None);
    Ok(())
}
