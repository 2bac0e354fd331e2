"""A WebKitGTK window with a line of text in it, as large as TakeCare's, and nothing else."""

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

window = Gtk.Window(title="Bare", default_width=1180, default_height=760)
page = WebKit2.WebView()
page.load_html("<p>Nothing.</p>", None)
window.add(page)
window.show_all()
Gtk.main()
