//! Draws the window's icon and hands over to Tauri.

use std::error::Error;
use std::fs;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use tauri_build::{AppManifest, Attributes};

const DRAWING: &str = "icons/app.svg";
const PERMISSIONS: &str = "src-tauri/permissions/*.toml";
const ICON: &str = "gen/icon.png";
const ICON_SIDE: u32 = 512;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed={DRAWING}");
    println!("cargo:rerun-if-changed=src-tauri/permissions");
    fs::create_dir_all("gen")?;
    fs::write(ICON, draw(&fs::read(DRAWING)?, ICON_SIDE)?)?;
    let commands = AppManifest::new().permissions_path_pattern(PERMISSIONS);
    tauri_build::try_build(Attributes::new().app_manifest(commands))?;
    Ok(())
}

fn draw(svg: &[u8], side: u32) -> Result<Vec<u8>, Box<dyn Error>> {
    let tree = Tree::from_data(svg, &Options::default())?;
    let mut pixels = Pixmap::new(side, side).ok_or("an icon has a size")?;
    let scale = f32::from(u16::try_from(side)?) / tree.size().width();
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    Ok(pixels.encode_png()?)
}
