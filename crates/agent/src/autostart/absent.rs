use bridge::Profile;

use super::AutostartError;

/// Not built yet: a value under `HKCU\Software\Microsoft\Windows\CurrentVersion\Run` on Windows, a login item on macOS.
///
/// # Errors
/// When it is wanted.
pub fn set(_profile: &Profile, wanted: bool) -> Result<(), AutostartError> {
    if wanted { Err(AutostartError::Absent) } else { Ok(()) }
}

/// Never, here.
///
/// # Errors
/// None here.
pub fn is_set(_profile: &Profile) -> Result<bool, AutostartError> {
    Ok(false)
}
