//! Draws each row of the one table of types (`icons/types.json`) on its coloured plate, as PNG.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use resvg::usvg;
use tiny_skia::{Color, FillRule, Paint, PathBuilder, Pixmap, Transform};

/// Edge of an icon in pixels: toast services show 32 to 48, fine screens want more; some show it as it is.
const EDGE: u32 = 64;
/// How much of the plate the drawing takes.
const DRAWING: f32 = 0.68;

#[derive(serde::Deserialize)]
struct Kind {
    icon: String,
    light: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let icons = Path::new(&std::env::var("CARGO_MANIFEST_DIR")?).join("../../icons");
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed={}", icons.join("types.json").display());
    println!("cargo::rerun-if-changed={}", icons.join("types").display());
    let kinds: Vec<Kind> = serde_json::from_str(&std::fs::read_to_string(icons.join("types.json"))?)?;
    let mut table = String::from("&[");
    for Kind { icon, light } in kinds {
        let drawing = std::fs::read_to_string(icons.join("types").join(&icon).with_extension("svg"))?;
        let png = out.join(&icon).with_extension("png");
        plate(&drawing, &light)?.save_png(&png)?;
        let png = png.display().to_string();
        write!(table, "Drawing {{ icon: {icon:?}, png: include_bytes!({png:?}) }},")?;
    }
    table.push(']');
    std::fs::write(out.join("drawings.rs"), table)?;
    Ok(())
}

/// A white drawing on a rounded square of the type's colour.
fn plate(drawing: &str, colour: &str) -> Result<Pixmap, Box<dyn Error>> {
    let mut pixmap = Pixmap::new(EDGE, EDGE).ok_or("no room for an icon")?;
    let edge = pixmap.width() as f32;
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(parse(colour)?);
    let square = rounded(edge, edge * 0.24).ok_or("a plate without area")?;
    pixmap.fill_path(&square, &paint, FillRule::Winding, Transform::identity(), None);
    let tree = usvg::Tree::from_str(&drawing.replace("currentColor", "#ffffff"), &usvg::Options::default())?;
    let scale = edge * DRAWING / tree.size().width();
    let margin = edge * (1.0 - DRAWING) / 2.0;
    resvg::render(&tree, Transform::from_scale(scale, scale).post_translate(margin, margin), &mut pixmap.as_mut());
    Ok(pixmap)
}

/// `#rrggbb`.
fn parse(colour: &str) -> Result<Color, Box<dyn Error>> {
    let number = u32::from_str_radix(colour.trim_start_matches('#'), 16)?;
    let [_, red, green, blue] = number.to_be_bytes();
    Ok(Color::from_rgba8(red, green, blue, 255))
}

fn rounded(edge: f32, radius: f32) -> Option<tiny_skia::Path> {
    let mut path = PathBuilder::new();
    path.move_to(radius, 0.0);
    path.line_to(edge - radius, 0.0);
    path.quad_to(edge, 0.0, edge, radius);
    path.line_to(edge, edge - radius);
    path.quad_to(edge, edge, edge - radius, edge);
    path.line_to(radius, edge);
    path.quad_to(0.0, edge, 0.0, edge - radius);
    path.line_to(0.0, radius);
    path.quad_to(0.0, 0.0, radius, 0.0);
    path.close();
    path.finish()
}
