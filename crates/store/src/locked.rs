//! Memory for keys.
#![allow(unsafe_code, reason = "the operating system is told about single pages; nothing else here needs it")]

use std::alloc::{Layout, alloc, dealloc, handle_alloc_error};
use std::convert::Infallible;
use std::ops::Deref;
use std::ptr::NonNull;
use std::sync::Once;

use zeroize::zeroize_stack;

/// The largest pages that our systems have. No two values share one, so that unlocking one leaves the other locked.
const PAGE: usize = 64 * 1024;

/// So many bytes of stack may be used: Argon2 keeps blocks of 1 KiB there, and AES its round keys, some 16 KiB below whoever
/// asked for a row.
const STACK: usize = 64 * 1024;

/// A value in memory of its own that is not swapped out, is left out of core dumps and is wiped when dropped. Moving it
/// moves a pointer.
///
/// Where the operating system locks no more memory (`ulimit -l`), a warning is logged and the work goes on: the key could
/// then reach the disk in a swap file, as every message that is on screen can, and to show no messages at all would help
/// nobody. Hibernation writes locked memory, too. The cure for both is an encrypted swap.
pub struct Locked<T>(NonNull<T>);

// SAFETY: it owns its value as a `Box` does.
unsafe impl<T: Send> Send for Locked<T> {}
// SAFETY: as above; it gives out shared references only.
unsafe impl<T: Sync> Sync for Locked<T> {}

impl<T> Locked<T> {
    const LAYOUT: Layout = match Layout::new::<T>().align_to(PAGE) {
        Ok(layout) if size_of::<T>() > 0 => layout,
        _ => panic!("only a value with a size has a place"),
    };

    /// Puts there what `make` makes, and leaves nothing of it on the stack.
    pub fn new<E>(make: impl FnOnce() -> Result<T, E>) -> Result<Self, E> {
        leave_nothing(|| {
            let value = make()?;
            // SAFETY: the layout has a size.
            let place = NonNull::new(unsafe { alloc(Self::LAYOUT) }.cast::<T>());
            let place = place.unwrap_or_else(|| handle_alloc_error(Self::LAYOUT));
            // SAFETY: these bytes are ours; pages around them that are locked too do no harm.
            if !unsafe { memsec::mlock(place.as_ptr().cast(), size_of::<T>()) } {
                warn_once();
            }
            // SAFETY: it is aligned, large enough, and nobody else's.
            unsafe { place.write(value) };
            Ok(Self(place))
        })
    }
}

impl<T> From<T> for Locked<T> {
    fn from(value: T) -> Self {
        let Ok(locked) = Self::new(|| Ok::<_, Infallible>(value));
        locked
    }
}

impl<T> Deref for Locked<T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: `new` put a value there, and it stays until the drop.
        unsafe { self.0.as_ref() }
    }
}

impl<T> Drop for Locked<T> {
    fn drop(&mut self) {
        let place = self.0.as_ptr();
        // SAFETY: the value is there and is not used again; its bytes are ours until they are given back as they were
        // taken. `munlock` wipes them first.
        unsafe {
            place.drop_in_place();
            memsec::munlock(place.cast(), size_of::<T>());
            dealloc(place.cast(), Self::LAYOUT);
        }
    }
}

/// Does something with keys, or with a store, and overwrites the stack that it used: ciphers leave their round keys there.
/// That takes some microseconds, too long for every row; so whoever keeps a thread does all its work with a store in here.
pub fn leave_nothing<R>(work: impl FnOnce() -> R) -> R {
    let done = apart(work);
    zeroize_stack::<STACK>();
    done
}

/// A frame of its own, below the one that overwrites it.
#[inline(never)]
fn apart<R>(work: impl FnOnce() -> R) -> R {
    work()
}

fn warn_once() {
    static WARNING: Once = Once::new();
    WARNING.call_once(|| tracing::warn!("keys can't be locked in memory here and may reach the swap file (ulimit -l)"));
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;

    /// What the kernel notes about the pages of a value: `lo` for locked, `dd` for left out of dumps (proc_pid_smaps(5)).
    fn flags(of: &Locked<[u8; 32]>) -> Vec<String> {
        let address = of.as_ptr().addr();
        let holds = |range: &str| {
            let (start, end) = range.split_once('-')?;
            let number = |hex| usize::from_str_radix(hex, 16).ok();
            Some((number(start)?..number(end)?).contains(&address))
        };
        let smaps = std::fs::read_to_string("/proc/self/smaps").unwrap();
        let mut lines = smaps.lines().skip_while(|line| holds(line.split(' ').next().unwrap()) != Some(true));
        let flags = lines.find_map(|line| line.strip_prefix("VmFlags:")).unwrap();
        flags.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn its_pages_are_locked_and_left_out_of_dumps_until_it_is_dropped_however_many_there_are() {
        let (first, second) = (Locked::from([1; 32]), Locked::from([2; 32]));
        for flag in ["lo", "dd"] {
            assert!(flags(&first).contains(&flag.to_owned()) && flags(&second).contains(&flag.to_owned()), "{flag}");
        }
        drop(second);
        assert!(flags(&first).contains(&"lo".to_owned()), "one that goes takes nothing from the others");
        assert_eq!(*first, [1; 32]);
    }
}
