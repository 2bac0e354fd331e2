/// What a server says on a socket, in whole pieces.
#[derive(Debug, PartialEq, Eq)]
pub enum Said {
    /// The answer to the handshake.
    Handshake(Vec<u8>),
    /// A frame with its head.
    Frame(Vec<u8>),
}

/// The frame that closes a socket with this code, without a reason.
pub fn close(code: u16) -> [u8; 4] {
    let [high, low] = code.to_be_bytes();
    [0x88, 2, high, low]
}

/// Cuts what a server says on a socket where its frames end.
#[derive(Default)]
pub struct Frames {
    waiting: Vec<u8>,
    open: bool,
}

impl Frames {
    /// Takes in what was said, and gives what is complete.
    pub fn read(&mut self, said: &[u8]) -> Vec<Said> {
        self.waiting.extend_from_slice(said);
        let mut whole = Vec::new();
        while let Some(length) = self.next() {
            let piece = self.waiting.drain(..length).collect();
            whole.push(if self.open { Said::Frame(piece) } else { Said::Handshake(piece) });
            self.open = true;
        }
        whole
    }

    /// The length of what comes next, when it is complete.
    fn next(&self) -> Option<usize> {
        let length = if self.open {
            frame_length(&self.waiting)?
        } else {
            self.waiting.windows(4).position(|end| end == b"\r\n\r\n")? + 4
        };
        (length <= self.waiting.len()).then_some(length)
    }
}

/// RFC 6455, section 5.2; what a server says is never masked.
fn frame_length(start: &[u8]) -> Option<usize> {
    let head = match *start.get(1)? & 0x7f {
        126 => 4,
        127 => 10,
        short => return Some(2 + usize::from(short)),
    };
    let length = start.get(2..head)?.iter().fold(0, |length, byte| length << 8 | usize::from(*byte));
    Some(head + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_cut_where_they_end() {
        let long = [&[0x81, 126, 1, 44][..], &[b'x'; 300]].concat();
        let longer = [&[0x81, 127, 0, 0, 0, 0, 0, 1, 0x11, 0x70][..], &[b'y'; 70_000]].concat();
        let whole = [&b"HTTP/1.1 101 Yes\r\n\r\n"[..], &[0x89, 0], &long, &longer, &close(1011)].concat();
        let mut frames = Frames::default();
        let cut: Vec<_> = whole.chunks(7).flat_map(|piece| frames.read(piece)).collect();
        let frame = |bytes: &[u8]| Said::Frame(bytes.to_vec());
        let handshake = Said::Handshake(whole[..20].to_vec());
        assert_eq!(cut, [handshake, frame(&[0x89, 0]), frame(&long), frame(&longer), frame(&close(1011))]);
    }
}
