//! Draws the tray icon of every state, size and some counts, twice as large as it is, on a light and on a dark panel,
//! and says what is in the rows, to be written into the empty column at the left.
//! `cargo run -p agent --example badges -- FOLDER`
#![allow(clippy::print_stdout)]

use std::path::PathBuf;

use agent::badge::{SIZES, draw};
use agent::face::State;
use tiny_skia::{Color, FilterQuality, Pixmap, PixmapPaint, Transform};

const STATES: [(State, &str); 8] = [
    (State::Live, "live"),
    (State::Checking, "checking"),
    (State::Offline, "offline"),
    (State::SignedOut, "signed out"),
    (State::Blocked, "blocked"),
    (State::Locked, "locked"),
    (State::Paused, "paused"),
    (State::Consult, "consult mode"),
];
const COUNTS: [u32; 4] = [0, 4, 27, 120];
const PANELS: [(&str, [u8; 3]); 2] = [("tray-light.png", [0xf4, 0xf4, 0xf4]), ("tray-dark.png", [0x1d, 0x20, 0x24])];
const ZOOM: u32 = 2;
const GAP: u32 = 12;
/// Room for the names of the states.
const LEFT: u32 = 150;
const ROW: u32 = 48 * ZOOM + GAP;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder for the pictures")?);
    for (name, panel) in PANELS {
        sheet(panel)?.save_png(folder.join(name))?;
    }
    for (_, name) in STATES {
        println!("{name}");
    }
    Ok(())
}

fn sheet([red, green, blue]: [u8; 3]) -> Result<Pixmap, &'static str> {
    let columns: Vec<_> = SIZES.into_iter().flat_map(|size| COUNTS.map(|count| (size, count))).collect();
    let width: u32 = columns.iter().map(|(size, _)| size * ZOOM + GAP).sum();
    let mut sheet = Pixmap::new(LEFT + width, ROW * STATES.len() as u32).ok_or("an empty sheet")?;
    sheet.fill(Color::from_rgba8(red, green, blue, 255));
    for ((state, _), row) in STATES.into_iter().zip(0..) {
        let mut x = LEFT;
        for &(size, count) in &columns {
            let icon = draw(state, count, size).ok_or("an empty icon")?;
            let y = row * ROW + (ROW - size * ZOOM) / 2;
            let paint = PixmapPaint { quality: FilterQuality::Nearest, ..PixmapPaint::default() };
            let place = Transform::from_scale(ZOOM as f32, ZOOM as f32).post_translate(x as f32, y as f32);
            sheet.draw_pixmap(0, 0, icon.as_ref(), &paint, place, None);
            x += size * ZOOM + GAP;
        }
    }
    Ok(sheet)
}
