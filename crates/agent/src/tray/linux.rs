use std::sync::Arc;
use std::time::Duration;

use bridge::settings::Settings;
use bridge::{Request, Snapshot, View};
use jiff::Zoned;
use ksni::menu::{StandardItem, SubMenu};
use ksni::{Category, Handle, Icon, MenuItem, OfflineReason, Status, ToolTip, TrayMethods};
use language::Language;
use tiny_skia::{Pixmap, PremultipliedColorU8};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::badge;
use crate::desk::{Desk, mark_all_read};
use crate::face::{Deed, Entry, Face, face};
use crate::tongue::Tongue;

/// Drawing takes a millisecond or two of the thread that shows toasts, and they come first.
const MOMENT: Duration = Duration::from_millis(40);
/// Pause before the session bus is tried again.
const PAUSE: Duration = Duration::from_secs(20);

/// Keeps the tray icon like the state, for as long as there is one. Without a panel it waits for one.
///
/// It is to be waited for and not cancelled: without a session bus, ksni panics when its handle is dropped before it was
/// shut down.
pub async fn run(
    mut snapshots: watch::Receiver<Arc<Snapshot>>,
    mut settings: watch::Receiver<Arc<Settings>>,
    tongue: Tongue,
    desk: Desk,
) {
    let mut failing = false;
    loop {
        let shown = look(&mut snapshots, &mut settings);
        let tray = Tray::new(shown.0.clone(), tongue.clone(), desk.clone());
        match tray.assume_sni_available(true).spawn().await {
            Ok(handle) => {
                failing = false;
                if follow(&handle, shown, &mut snapshots, &mut settings).await.is_none() {
                    return handle.shutdown().await;
                }
            }
            Err(error) if !failing => {
                failing = true;
                tracing::warn!("there is no tray icon: {error}");
            }
            Err(_) => {}
        }
        if timeout(PAUSE, ended(&mut snapshots)).await.is_ok() {
            return;
        }
    }
}

/// Waits until there are no more snapshots.
async fn ended(snapshots: &mut watch::Receiver<Arc<Snapshot>>) {
    while snapshots.changed().await.is_ok() {}
}

/// Shows every change, those of a moment together; `None` when there will be no more, otherwise the tray is gone. What looks
/// as before is left alone: most news of an idle day is that the server was heard.
async fn follow(
    handle: &Handle<Tray>,
    mut shown: Looks,
    snapshots: &mut watch::Receiver<Arc<Snapshot>>,
    settings: &mut watch::Receiver<Arc<Settings>>,
) -> Option<()> {
    loop {
        tokio::select! {
            change = snapshots.changed() => change.ok()?,
            Ok(()) = settings.changed() => {}
        }
        if look(snapshots, settings) == shown {
            continue;
        }
        sleep(MOMENT).await;
        shown = look(snapshots, settings);
        let face = shown.0.clone();
        if handle.update(|tray| tray.show(face)).await.is_none() {
            return Some(());
        }
    }
}

/// All that follows from state and settings: the face, and in which language it is said, if one is set.
type Looks = (Face, Option<Language>);

fn look(snapshots: &mut watch::Receiver<Arc<Snapshot>>, settings: &mut watch::Receiver<Arc<Settings>>) -> Looks {
    let settings = settings.borrow_and_update();
    (face(&snapshots.borrow_and_update(), settings.privacy, &Zoned::now()), settings.language)
}

struct Tray {
    face: Face,
    icons: Vec<Icon>,
    tongue: Tongue,
    desk: Desk,
}

impl Tray {
    fn new(face: Face, tongue: Tongue, desk: Desk) -> Self {
        let icons = icons(&face);
        Self { face, icons, tongue, desk }
    }

    fn show(&mut self, face: Face) {
        if (face.state, face.count) != (self.face.state, self.face.count) {
            self.icons = icons(&face);
        }
        self.face = face;
    }

    fn act(&self, deed: Deed) {
        let desk = self.desk.clone();
        tokio::spawn(async move {
            let done = match request(deed) {
                Some(request) => desk.ask(request).await.map(|_| ()),
                None => mark_all_read(|request| desk.ask(request)).await,
            };
            desk.attended(done).await;
        });
    }
}

/// What a deed asks for; none is more than one request.
fn request(deed: Deed) -> Option<Request> {
    Some(match deed {
        Deed::MarkAllRead => return None,
        Deed::Show(view) => Request::ShowWindow { view },
        Deed::Pause(pause) => Request::Pause { until: Some(pause.end(&Zoned::now())) },
        Deed::Resume => Request::Pause { until: None },
        Deed::Consult { on } => Request::Consult { on },
        Deed::Lock => Request::Lock,
        Deed::Quit => Request::Quit,
    })
}

impl ksni::Tray for Tray {
    fn id(&self) -> String {
        "takecare-desktop".to_owned()
    }

    fn category(&self) -> Category {
        Category::Communications
    }

    fn title(&self) -> String {
        "TakeCare".to_owned()
    }

    fn status(&self) -> Status {
        Status::Active
    }

    fn icon_pixmap(&self) -> Vec<Icon> {
        self.icons.clone()
    }

    fn tool_tip(&self) -> ToolTip {
        let description = crate::text::markup(&self.face.tooltip.said_in(self.tongue.language()));
        ToolTip { title: self.title(), description, ..ToolTip::default() }
    }

    fn activate(&mut self, _x: i32, _y: i32) {
        self.act(Deed::Show(View::Any));
    }

    fn menu(&self) -> Vec<MenuItem<Self>> {
        let language = self.tongue.language();
        self.face.menu.iter().map(|entry| item(entry, language)).collect()
    }

    fn watcher_offline(&self, _reason: OfflineReason) -> bool {
        tracing::info!("no panel shows tray icons at the moment");
        true
    }

    fn watcher_online(&self) {
        tracing::info!("a panel shows tray icons again");
    }
}

fn item(entry: &Entry, language: Language) -> MenuItem<Tray> {
    match entry {
        Entry::Separator => MenuItem::Separator,
        Entry::Menu { label, entries } => {
            let submenu = entries.iter().map(|entry| item(entry, language)).collect();
            SubMenu { label: label.said_in(language), submenu, ..SubMenu::default() }.into()
        }
        Entry::Choice { label, icon, deed } => {
            let deed = *deed;
            StandardItem {
                // A menu reads an underscore as the mark of a shortcut, two of them as one.
                label: label.said_in(language).replace('_', "__"),
                icon_data: icon.map(<[u8]>::to_vec).unwrap_or_default(),
                activate: Box::new(move |tray: &mut Tray| tray.act(deed)),
                ..StandardItem::default()
            }
            .into()
        }
    }
}

fn icons(face: &Face) -> Vec<Icon> {
    badge::SIZES.iter().filter_map(|size| badge::draw(face.state, face.count, *size)).map(|icon| argb(&icon)).collect()
}

/// As the tray's protocol wants it: alpha first, colours not multiplied by it.
fn argb(pixels: &Pixmap) -> Icon {
    let edge = i32::try_from(pixels.width()).unwrap_or_default();
    let plain = pixels.pixels().iter().map(PremultipliedColorU8::demultiply);
    let data = plain.flat_map(|pixel| [pixel.alpha(), pixel.red(), pixel.green(), pixel.blue()]).collect();
    Icon { width: edge, height: edge, data }
}
