"""A WebKitGTK window with a line of text in it, as large as TakeCare's. Makes the named file when that is on the screen."""

import pathlib
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

# As TakeCare's page: the first frame has the text in it, at the second one it is on the screen.
PAGE = """
<p>Nothing.</p>
<script>requestAnimationFrame(() => requestAnimationFrame(() => { document.title = "painted"; }))</script>
"""

window = Gtk.Window(title="Bare", default_width=1180, default_height=760)
page = WebKit2.WebView()
page.connect("notify::title", lambda *_: pathlib.Path(sys.argv[1]).touch())
page.load_html(PAGE, None)
window.add(page)
window.show_all()
Gtk.main()
