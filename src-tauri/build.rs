//! Draws the window's icon and hands over to Tauri.

use std::error::Error;
use std::fs;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use tauri_build::{AppManifest, Attributes, WindowsAttributes};

const DRAWING: &str = "icons/app.svg";
const PERMISSIONS: &str = "src-tauri/permissions/*.toml";
const ICON: &str = "gen/icon.png";
const ICON_SIDE: u32 = 512;
/// What Windows shows for the program's file.
const WINDOWS_ICON: &str = "gen/icon.ico";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={DRAWING}");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    fs::create_dir_all("gen")?;
    let drawing = fs::read(DRAWING)?;
    fs::write(ICON, draw(&drawing, ICON_SIDE)?)?;
    fs::write(WINDOWS_ICON, ico(&draw(&drawing, 256)?)?)?;
    let commands = AppManifest::new().permissions_path_pattern(PERMISSIONS);
    let windows = WindowsAttributes::new().window_icon_path(WINDOWS_ICON);
    tauri_build::try_build(Attributes::new().app_manifest(commands).windows_attributes(windows))?;
    Ok(())
}

/// An icon file with one picture of 256 pixels a side, written as 0, and 32 bits a pixel: `ICONDIR`, `ICONDIRENTRY` and the
/// PNG as it is.
fn ico(png: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let head = [0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 1, 0, 32, 0];
    let (length, offset) = (u32::try_from(png.len())?.to_le_bytes(), 22_u32.to_le_bytes());
    Ok([&head[..], &length, &offset, png].concat())
}

fn draw(svg: &[u8], side: u32) -> Result<Vec<u8>, Box<dyn Error>> {
    let tree = Tree::from_data(svg, &Options::default())?;
    let mut pixels = Pixmap::new(side, side).ok_or("an icon has a size")?;
    let scale = f32::from(u16::try_from(side)?) / tree.size().width();
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    Ok(pixels.encode_png()?)
}
