#![allow(unsafe_code, reason = "the C library is told to give memory back; nothing else here needs it")]

/// Has the C library keep little of what nobody needs any more. To be called before there are other threads.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn keep_little() {
    /// In bytes: what a search, a long list or a burst needed is given back when it is over. It is what glibc begins with;
    /// but unless it is told, it raises this to as much as 32 MB with the first large block that is given back, and keeps
    /// those that follow (mallopt(3), `M_MMAP_THRESHOLD`).
    const LARGE: libc::c_int = 128 * 1024;
    /// One heap for all threads. Otherwise each has one of its own, and what is free in it is of no use to the others: half a
    /// megabyte after a flood. Two threads here work at all, and seldom at the same time.
    const HEAPS: libc::c_int = 1;
    for (parameter, value) in [(libc::M_MMAP_THRESHOLD, LARGE), (libc::M_ARENA_MAX, HEAPS)] {
        // SAFETY: it sets a number, under the allocator's own lock.
        if unsafe { libc::mallopt(parameter, value) } == 0 {
            tracing::warn!("memory may be kept longer than it is needed");
        }
    }
}

/// Other allocators do that by themselves.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn keep_little() {}

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
