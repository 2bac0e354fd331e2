use bridge::settings::{Hotkey, Pressed};
use x11rb::connection::Connection as _;
use x11rb::errors::ReplyError;
use x11rb::protocol::xproto::{ConnectionExt as _, GetKeyboardMappingReply, GrabMode, KeyPressEvent, Keycode, ModMask};
use x11rb::protocol::{ErrorKind, Event};
use x11rb::rust_connection::RustConnection;

use super::Deed;
use crate::aside::aside;
use crate::x11::{Events, ScreenError};

/// NumLock on most keyboards, and CapsLock: whether they are on must not matter, and the X server takes them for held.
const NUM_LOCK: ModMask = ModMask::M2;
const CAPS_LOCK: ModMask = ModMask::LOCK;

/// Hotkeys that an X server keeps for this program, for as long as this lives.
pub struct Grabs {
    events: Events,
    kept: Vec<Grab>,
    /// What another program has already, or no key of this keyboard says.
    pub refused: Vec<Hotkey>,
}

struct Grab {
    code: Keycode,
    held: ModMask,
    deed: Deed,
}

impl Grabs {
    /// Asks the server of this name, or the session's own, to keep them.
    ///
    /// # Errors
    /// When the server can't be asked; what it refuses is no error.
    pub async fn begin(name: Option<String>, wanted: Vec<(Hotkey, Deed)>) -> Result<Self, ScreenError> {
        let (server, kept, refused) = aside(move || take(name.as_deref(), &wanted)).await?;
        Ok(Self { events: Events::of(server)?, kept, refused })
    }

    /// What is pressed next; none when the keyboard has changed, and all are to be asked for anew.
    ///
    /// # Errors
    /// When the server is gone.
    pub async fn pressed(&self) -> Result<Option<Deed>, ScreenError> {
        loop {
            match self.events.next().await? {
                Event::KeyPress(press) => {
                    if let Some(grab) = self.kept.iter().find(|grab| grab.is(&press)) {
                        return Ok(Some(grab.deed));
                    }
                }
                Event::MappingNotify(_) => return Ok(None),
                _ => {}
            }
        }
    }
}

impl Grab {
    fn is(&self, press: &KeyPressEvent) -> bool {
        let every = ModMask::CONTROL | ModMask::M1 | ModMask::SHIFT | ModMask::M4;
        let held = ModMask::from(u16::from(press.state)) & every;
        (press.detail, held) == (self.code, self.held)
    }
}

type Taken = (RustConnection, Vec<Grab>, Vec<Hotkey>);

fn take(name: Option<&str>, wanted: &[(Hotkey, Deed)]) -> Result<Taken, ScreenError> {
    let (server, screen) = RustConnection::connect(name)?;
    let (first, last) = (server.setup().min_keycode, server.setup().max_keycode);
    let root = server.setup().roots.get(screen).map(|screen| screen.root).unwrap_or_default();
    let keyboard = server.get_keyboard_mapping(first, last - first + 1)?.reply()?;
    let (mut kept, mut refused) = (Vec::new(), Vec::new());
    for (hotkey, deed) in wanted {
        let code = code(&keyboard, first, symbol(hotkey.key));
        match code.map(|code| Grab { code, held: held(hotkey), deed: *deed }) {
            Some(grab) if grab_key(&server, root, &grab)? => kept.push(grab),
            _ => refused.push(*hotkey),
        }
    }
    Ok((server, kept, refused))
}

/// Whether the server keeps it for us.
fn grab_key(server: &RustConnection, root: u32, grab: &Grab) -> Result<bool, ScreenError> {
    for locks in [ModMask::default(), NUM_LOCK, CAPS_LOCK, NUM_LOCK | CAPS_LOCK] {
        let asked = server.grab_key(false, root, grab.held | locks, grab.code, GrabMode::ASYNC, GrabMode::ASYNC)?;
        match asked.check() {
            Ok(()) => {}
            Err(ReplyError::X11Error(error)) if error.error_kind == ErrorKind::Access => return Ok(false),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(true)
}

fn held(hotkey: &Hotkey) -> ModMask {
    let masks = [
        (hotkey.ctrl, ModMask::CONTROL),
        (hotkey.alt, ModMask::M1),
        (hotkey.shift, ModMask::SHIFT),
        (hotkey.logo, ModMask::M4),
    ];
    masks.into_iter().filter(|(held, _)| *held).fold(ModMask::default(), |all, (_, mask)| all | mask)
}

/// The key's name at the server (X11 protocol, appendix A): small letters and digits are their ASCII.
fn symbol(key: Pressed) -> u32 {
    match key {
        Pressed::Letter(letter) => u32::from(letter.to_ascii_lowercase()),
        Pressed::Function(number) => 0xffbd + u32::from(number),
    }
}

/// Where a key is that says so, on any of its levels.
fn code(keyboard: &GetKeyboardMappingReply, first: Keycode, symbol: u32) -> Option<Keycode> {
    let mut keys = keyboard.keysyms.chunks(usize::from(keyboard.keysyms_per_keycode.max(1)));
    let at = keys.position(|symbols| symbols.contains(&symbol))?;
    first.checked_add(u8::try_from(at).ok()?)
}
