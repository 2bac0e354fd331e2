use httparse::{EMPTY_HEADER, Request, Status};

/// Finds the requests in what a client sends over one connection, however it is cut into pieces: a connection that is
/// kept carries several.
#[derive(Default)]
pub struct Requests {
    head: Vec<u8>,
    /// What is still to come of the last request's body.
    body: usize,
    /// After an upgrade no more requests come.
    upgraded: bool,
}

impl Requests {
    /// Takes in what was sent, and gives method and path of every request whose head it completes.
    pub fn read(&mut self, mut sent: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        while !sent.is_empty() && !self.upgraded {
            let body = self.body.min(sent.len());
            self.body -= body;
            sent = &sent[body..];
            let known = self.head.len();
            self.head.extend_from_slice(sent);
            let Some((length, line)) = self.request() else { break };
            self.head.clear();
            sent = &sent[length - known..];
            found.push(line);
        }
        found
    }

    /// The request at the start, when its head is complete.
    fn request(&mut self) -> Option<(usize, String)> {
        let mut headers = [EMPTY_HEADER; 64];
        let mut request = Request::new(&mut headers);
        let Status::Complete(length) = request.parse(&self.head).expect("a client that speaks HTTP") else {
            return None;
        };
        let header = |name: &str| request.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
        self.upgraded = header("upgrade").is_some();
        self.body = header("content-length").map_or(0, |length| number(length.value));
        Some((length, format!("{} {}", request.method?, request.path?)))
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
        GET /ws/ HTTP/1.1\r\nUpgrade: websocket\r\n\r\n";

    #[test]
    fn requests_are_found_however_they_are_cut() {
        for size in 1..SENT.len() {
            let mut requests = Requests::default();
            let found: Vec<_> = SENT.as_bytes().chunks(size).flat_map(|piece| requests.read(piece)).collect();
            assert_eq!(found, ["GET /a", "POST /b", "GET /ws/"], "in pieces of {size}");
            assert!(requests.read(b"\x81\x05hello").is_empty(), "frames are no requests");
        }
    }
}
