use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// A JSON number of two bytes, its comma included, becomes a value of 32, and a vector doubles while it grows.
const PER_BYTE: usize = 80;
/// What even an empty input may take, in bytes.
const ALWAYS: usize = 16 * 1024;

/// Does this work on an input of so many bytes, and sees that it took memory in proportion and gave all of it back.
///
/// # Panics
/// When it did not.
pub fn sparing(input: usize, work: impl FnOnce()) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    work();
    let taken = MEMORY.peak_usage().saturating_sub(before);
    assert!(taken <= ALWAYS + PER_BYTE * input, "{taken} bytes for an input of {input}");
    assert_eq!(MEMORY.current_usage(), before, "memory is given back");
}
