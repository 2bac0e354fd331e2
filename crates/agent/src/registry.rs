use std::io;

/// What stands for `ERROR_FILE_NOT_FOUND` where Windows tells it as an `HRESULT`.
const NOT_FOUND: i32 = 0x8007_0002_u32.cast_signed();

/// What is in the registry, or nothing when there is no such thing.
///
/// # Errors
/// When there may be, and it can't be had.
pub fn if_there<T>(found: windows_registry::Result<T>) -> io::Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.code().0 == NOT_FOUND => Ok(None),
        Err(error) => Err(error.into()),
    }
}
