use httparse::{EMPTY_HEADER, Request, Status};

/// What a client says over one connection, cut where heads end.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// The head of a request.
    Head {
        /// Its method and path.
        line: String,
        /// All of it.
        bytes: Vec<u8>,
    },
    /// Something of a body, or what follows a handshake.
    Body(Vec<u8>),
}

/// Finds the requests in what a client says, however it comes: a connection that is kept carries several.
#[derive(Default)]
pub struct Requests {
    waiting: Vec<u8>,
    /// What is still to come of the last request's body.
    body: usize,
}

impl Requests {
    /// Takes in what was said, and gives what is complete.
    pub fn read(&mut self, said: &[u8]) -> Vec<Asked> {
        self.waiting.extend_from_slice(said);
        let mut asked = Vec::new();
        while !self.waiting.is_empty() {
            let next = if self.body > 0 { Some(self.part()) } else { self.head() };
            match next {
                Some(next) => asked.push(next),
                None => break,
            }
        }
        asked
    }

    fn part(&mut self) -> Asked {
        let length = self.body.min(self.waiting.len());
        self.body -= length;
        Asked::Body(self.waiting.drain(..length).collect())
    }

    fn head(&mut self) -> Option<Asked> {
        let mut headers = [EMPTY_HEADER; 64];
        let mut request = Request::new(&mut headers);
        let Status::Complete(length) = request.parse(&self.waiting).expect("a client that speaks HTTP") else {
            return None;
        };
        let header = |name: &str| request.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        self.body = match header("upgrade") {
            // No more requests come.
            Some(_) => usize::MAX,
            None => header("content-length").map_or(0, |length| number(length.value)),
        };
        let line = format!("{} {}", request.method?, request.path?);
        Some(Asked::Head { line, bytes: self.waiting.drain(..length).collect() })
    }
}

fn number(digits: &[u8]) -> usize {
    std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok()).expect("a length")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: &str = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n\
        POST /b HTTP/1.1\r\nContent-Length: 20\r\n\r\nGET /c HTTP/1.1\r\n\r\n!\
        GET /ws/ HTTP/1.1\r\nUpgrade: websocket\r\n\r\n\x01\x05GET /";

    #[test]
    fn requests_are_found_however_they_come() {
        for size in 1..SENT.len() {
            let mut requests = Requests::default();
            let (mut lines, mut whole) = (Vec::new(), Vec::new());
            for asked in SENT.as_bytes().chunks(size).flat_map(|piece| requests.read(piece)) {
                match asked {
                    Asked::Head { line, bytes } => {
                        lines.push(line);
                        whole.extend(bytes);
                    }
                    Asked::Body(bytes) => whole.extend(bytes),
                }
            }
            assert_eq!(lines, ["GET /a", "POST /b", "GET /ws/"], "in pieces of {size}");
            assert_eq!(whole, SENT.as_bytes(), "nothing is lost");
        }
    }
}
