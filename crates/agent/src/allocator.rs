#![allow(unsafe_code, reason = "the C library is told to give memory back; nothing else here needs it")]

/// What a search, a long list or a burst needed is given back when it is over, not kept for the next one.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn give_back_large_blocks() {
    /// In bytes. It is what glibc begins with; but unless it is told, it raises this to as much as 32 MB with the first large
    /// block that is given back, and keeps those that follow (mallopt(3), `M_MMAP_THRESHOLD`).
    const LARGE: libc::c_int = 128 * 1024;
    // SAFETY: it sets a number, under the allocator's own lock.
    if unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE) } == 0 {
        tracing::warn!("large blocks of memory may be kept longer than they are needed");
    }
}

/// Other allocators do that by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back_large_blocks() {}

/// Gives back what is free between blocks that are in use: thousands of rows leave the heap in pieces, which glibc keeps
/// otherwise (`malloc_trim(3)`). It takes a millisecond.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn give_back_pieces() {
    // SAFETY: it looks at free memory only, under the allocator's own locks.
    unsafe { libc::malloc_trim(0) };
}

/// Other allocators do that by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn give_back_pieces() {}
