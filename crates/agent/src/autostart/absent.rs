use bridge::Profile;

use super::AutostartError;

/// Not built yet: a value under `HKCU\Software\Microsoft\Windows\CurrentVersion\Run` on Windows, a login item on macOS.
///
/// # Errors
/// When it is wanted.
pub fn set(_profile: &Profile, wanted: bool) -> Result<(), AutostartError> {
    if wanted { Err(AutostartError::Absent) } else { Ok(()) }
}
