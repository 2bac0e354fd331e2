use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use rig::{Part, Session, until};

use crate::packages::Purpose;
use crate::programs::{self, WHOLE};
use crate::{command, setup, ui};

/// How much a toast may say; `bridge::settings::Privacy`.
const LEVELS: [&str; 3] = ["hidden", "type-only", "full"];
/// One toast a type.
const TOASTS: usize = 8;
/// How ImageMagick writes a picture as small as it gets, and the same bytes for the same picture.
const SMALL: [&str; 5] = ["-strip", "-define", "png:compression-level=9", "-define", "png:exclude-chunks=date,time"];
/// The plate on the tray icon, as the only thing on the screen of this colour.
const PLATE: &str = "#D11B41";
/// From the bottom of the menu up to *Pause toasts*, and into it.
const TO_THE_PAUSES: [&str; 7] = ["Up", "Up", "Up", "Up", "Up", "Up", "Right"];

/// Takes the pictures of the tray and the toasts anew.
pub fn tray() -> Result<()> {
    setup::prepare(&[Purpose::Build, Purpose::Desktop])?;
    let examples = ["--example", "badges", "--example", "parade"];
    command::run(command::at_root("cargo", &["build"]).args(WHOLE).args(examples))?;
    let pictures = command::root().join("docs/screenshots");
    fs::create_dir_all(&pictures)?;
    states(&pictures)?;
    for level in LEVELS {
        let session = Session::open(&[Part::WindowManager, Part::Panel, Part::Toasts])?;
        parade(session, level, &pictures)?;
    }
    println!("\nThe pictures are in {}: look at each of them", pictures.display());
    Ok(())
}

/// Takes the pictures of the window anew, on the fake agent in a browser, and makes them small: a screen has few colours.
pub fn window() -> Result<()> {
    setup::prepare(&[Purpose::Desktop, Purpose::Test])?;
    ui::npm(&["run", "pictures"])?;
    let pictures = command::root().join("docs/screenshots/window");
    let taken = fs::read_dir(&pictures)?.map(|picture| picture.map(|picture| picture.path()));
    let mut mogrify = Command::new("mogrify");
    mogrify.args(["+dither", "-colors", "256"]).args(SMALL).args(taken.collect::<Result<Vec<_>, _>>()?);
    command::run(&mut mogrify)?;
    println!("\nThe pictures are in {}: look at each of them", pictures.display());
    Ok(())
}

/// The icon in every state and size, with the names of the states beside it.
fn states(pictures: &Path) -> Result<()> {
    let names = command::output(Command::new(example("badges")?).arg(pictures))?;
    for (picture, ink) in [("tray-light.png", "#15202b"), ("tray-dark.png", "#ffffff")] {
        let picture = pictures.join(picture);
        let mut convert = Command::new("convert");
        convert.arg(&picture).args(["-font", "DejaVu-Sans", "-pointsize", "16", "-fill", ink]);
        for (row, name) in names.lines().enumerate() {
            convert.args(["-annotate", &format!("+16+{}", row * 108 + 60), name]);
        }
        command::run(small(&mut convert, &picture))?;
    }
    Ok(())
}

/// A toast of every type, and with the usual level the menu.
fn parade(mut session: Session, level: &str, pictures: &Path) -> Result<()> {
    let mut parade = session.command(example("parade")?);
    parade.arg(session.folder().join("icons")).arg(level);
    session.start("parade", parade)?;
    let screen = session.folder().join("screen.png");
    until("the toasts", || Ok((displayed(&session)? == TOASTS).then_some(())))?;
    settled(&session, &screen)?;
    crop(&screen, "376x860+1224+0", &pictures.join(format!("toasts-{level}.png")))?;
    if level == "type-only" {
        command::run(session.command("dunstctl").arg("close-all"))?;
        settled(&session, &screen)?;
        menu(&session, &screen)?;
        crop(&screen, "560x440+1040+460", &pictures.join("menu.png"))?;
    }
    Ok(())
}

/// Opens the menu at the icon, and the menu in it.
fn menu(session: &Session, screen: &Path) -> Result<()> {
    let (x, y) = until("the icon in the panel", || {
        session.screenshot(screen)?;
        plate(screen)
    })?;
    press(session, &["mousemove", &x, &y, "click", "3"])?;
    until("the menu", || changed(session, screen))?;
    settled(session, screen)?;
    press(session, &[&["key"][..], &TO_THE_PAUSES].concat())?;
    until("the menu in the menu", || changed(session, screen))?;
    settled(session, screen)
}

/// Where the plate is.
fn plate(screen: &Path) -> Result<Option<(String, String)>> {
    let mut convert = Command::new("convert");
    convert.arg(screen).args(["-crop", "1600x40+0+860", "txt:-"]);
    let pixels = command::output(&mut convert)?;
    let place = pixels.lines().find(|line| line.contains(PLATE)).and_then(|line| line.split_once(':'));
    let place = place.and_then(|(place, _)| place.split_once(','));
    let below = |y: &str| y.parse::<u32>().map(|y| (y + 860).to_string());
    place.map(|(x, y)| Ok((x.to_owned(), below(y)?))).transpose()
}

fn press(session: &Session, keys: &[&str]) -> Result<()> {
    ensure!(session.command("xdotool").args(keys).status()?.success(), "xdotool could not press {keys:?}");
    Ok(())
}

/// Whether the screen has changed since this picture; then it is taken anew.
fn changed(session: &Session, screen: &Path) -> Result<Option<()>> {
    let before = pixels(screen)?;
    session.screenshot(screen)?;
    Ok((pixels(screen)? != before).then_some(()))
}

/// Waits until nothing moves any more, and takes the picture.
fn settled(session: &Session, screen: &Path) -> Result<()> {
    session.screenshot(screen)?;
    until("a screen on which nothing moves", || Ok(changed(session, screen)?.is_none().then_some(())))
}

/// What is in a picture, without the time at which it was taken.
fn pixels(picture: &Path) -> Result<String> {
    command::output(Command::new("identify").args(["-format", "%#"]).arg(picture))
}

fn displayed(session: &Session) -> Result<usize> {
    let count = session.command("dunstctl").args(["count", "displayed"]).stderr(Stdio::null()).output()?;
    Ok(String::from_utf8(count.stdout)?.trim().parse().unwrap_or_default())
}

fn crop(screen: &Path, area: &str, picture: &Path) -> Result<()> {
    let mut convert = Command::new("convert");
    convert.arg(screen).args(["-crop", area, "+repage"]);
    // What is left of the empty screen is an even edge.
    convert.args(["-trim", "+repage", "-bordercolor", "black", "-border", "12"]);
    command::run(small(&mut convert, picture))
}

fn small<'a>(convert: &'a mut Command, picture: &Path) -> &'a mut Command {
    convert.args(SMALL).arg(picture)
}

fn example(name: &str) -> Result<PathBuf> {
    let example = programs::target()?.join("debug/examples").join(name);
    example.exists().then_some(example).context("cargo put the example elsewhere")
}
