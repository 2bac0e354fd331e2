use bridge::Profile;

use super::AutostartError;

/// Not built yet: a login item belongs here on macOS (`SMAppService` with an agent's property list in the program's bundle).
///
/// # Errors
/// When it is wanted.
pub fn set(_profile: &Profile, wanted: bool) -> Result<(), AutostartError> {
    if wanted { Err(AutostartError::Absent) } else { Ok(()) }
}
