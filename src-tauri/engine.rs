//! The browser engine, made light: `make_light`, and nothing else.

use tauri::WebviewWindow;

/// Lets WebKit paint on the processor. Layers kept for a graphics card take a hundred megabytes for a page of lists, which
/// they make no faster, and drivers that can't show them leave windows blank.
///
/// # Errors
/// When the window is gone.
#[cfg(target_os = "linux")]
pub fn make_light(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};
    window.with_webview(|webview| {
        if let Some(settings) = webview.inner().settings() {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// Other engines decide that well by themselves.
///
/// # Errors
/// None here.
#[cfg(not(target_os = "linux"))]
pub fn make_light(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
