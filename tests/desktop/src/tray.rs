use std::collections::HashMap;

use tokio::sync::watch;
use tokio::time::timeout;
use zbus::proxy::{Builder, CacheProperties};
use zbus::{Connection, OwnedObjectPath, OwnedVariant, Proxy, Variant};

use crate::eventually;
use crate::watcher::{self, Item, Watcher};

/// What the tray shows at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The text below the title when the pointer rests on the icon.
    pub tooltip: String,
    /// The icon of each size: edge in pixels, and the pixels as ARGB.
    pub icons: Vec<(i32, Vec<u8>)>,
    /// The menu's entries, from top to bottom, a menu in it before its own; separators are empty.
    pub menu: Vec<String>,
}

/// A line of a menu as dbusmenu tells it: its number, its properties, what is below it.
type Line = (i32, HashMap<String, OwnedVariant>, Vec<OwnedVariant>);
/// An icon as the specification tells it.
type Pixmap = (i32, i32, Vec<u8>);

/// A panel's tray, and a hand on its only icon.
pub struct Tray {
    connection: Connection,
    items: watch::Receiver<Vec<Item>>,
}

impl Tray {
    /// Serves `org.kde.StatusNotifierWatcher` on this bus.
    pub async fn serve(bus: &str) -> Self {
        let (items, registered) = watch::channel(Vec::new());
        let builder = zbus::connection::Builder::address(bus).serve_at(watcher::PATH, Watcher { items });
        let connection = builder.name("org.kde.StatusNotifierWatcher").build().await.unwrap();
        Self { connection, items: registered }
    }

    /// The panel goes, as when it crashes.
    pub async fn goes(&self) {
        self.connection.clone().close().await.unwrap();
    }

    /// Waits until the tray looks as it should, and returns how that is.
    pub async fn wait_for(&self, what: &str, is_so: impl FnMut(&Look) -> bool) -> Look {
        eventually(what, async || self.look().await, is_so).await
    }

    /// What it shows now; waits for the icon if there is none yet.
    pub async fn look(&self) -> Look {
        let item = self.item().await;
        let (_, _, _, tooltip): (String, Vec<Pixmap>, String, String) = item.get_property("ToolTip").await.unwrap();
        let icons: Vec<Pixmap> = item.get_property("IconPixmap").await.unwrap();
        let icons = icons.into_iter().map(|(width, _, pixels)| (width, pixels)).collect();
        let menu = self.lines().await.into_iter().map(|(_, label)| label).collect();
        Look { tooltip, icons, menu }
    }

    /// A click on the icon.
    pub async fn click(&self) {
        self.item().await.call_method("Activate", &(10, 10)).await.unwrap();
    }

    /// Chooses an entry of the menu, once it is there: the menu follows the tooltip.
    pub async fn choose(&self, label: &str) {
        let is_it = |(_, name): &&(i32, String)| name == label;
        let lines = eventually(label, async || self.lines().await, |lines| lines.iter().any(|line| is_it(&line))).await;
        let (number, _) = lines.iter().find(is_it).unwrap();
        let data = Variant::from("");
        self.menu().await.call_method("Event", &(*number, "clicked", data, 0u32)).await.unwrap();
    }

    /// The icon's own object: that of the program that registered last.
    async fn item(&self) -> Proxy<'static> {
        let mut items = self.items.clone();
        let come = timeout(rig::PATIENCE, items.wait_for(|items| !items.is_empty())).await;
        let (name, path) = come.expect("an icon comes to the tray").unwrap().last().unwrap().clone();
        self.proxy(name, path, "org.kde.StatusNotifierItem").await
    }

    async fn menu(&self) -> Proxy<'static> {
        let item = self.item().await;
        let path: OwnedObjectPath = item.get_property("Menu").await.unwrap();
        self.proxy(item.destination().to_string(), path.to_string(), "com.canonical.dbusmenu").await
    }

    /// Nothing is cached: what is asked for is what the program says now.
    async fn proxy(&self, name: String, path: String, interface: &'static str) -> Proxy<'static> {
        let builder = Builder::new(&self.connection).destination(name).path(path);
        builder.interface(interface).cache_properties(CacheProperties::No).build().await.unwrap()
    }

    /// Number and label of every entry.
    async fn lines(&self) -> Vec<(i32, String)> {
        let menu = self.menu().await;
        let (_, (_, _, lines)): (u32, Line) = menu.call("GetLayout", &(0, -1, Vec::<String>::new())).await.unwrap();
        lines.into_iter().flat_map(entries).collect()
    }
}

/// A line, and those of the menu in it.
fn entries(line: OwnedVariant) -> Vec<(i32, String)> {
    let (number, properties, inner): Line = line.try_into().unwrap();
    let label = properties.get("label").map(|label| String::try_from(label.clone()).unwrap());
    // One underscore marks a shortcut, two are one.
    let own = (number, label.unwrap_or_default().replace("__", "_"));
    std::iter::once(own).chain(inner.into_iter().flat_map(entries)).collect()
}
