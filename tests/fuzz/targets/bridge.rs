//! Whatever a program of the same user says to the agent's socket, the agent hears words or hangs up; and whatever it says
//! in the agent's place, the window does.
#![no_main]

use std::fmt::Debug;
use std::io;

use bridge::{Address, Listener, Role};
use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use tokio::runtime::Runtime;

/// The agent's door, and one that only looks like it.
struct Street {
    runtime: Runtime,
    door: Listener,
    agent: Address,
    stranger: Address,
    strange_door: UnixListener,
    _folders: [TempDir; 2],
}

thread_local! {
    static STREET: std::cell::RefCell<Street> = std::cell::RefCell::new(Street::build());
}

fuzz_target!(|lines: &[u8]| {
    STREET.with_borrow_mut(|street| {
        let Street { runtime, door, agent, stranger, strange_door, .. } = street;
        runtime.block_on(async {
            tokio::join!(speak(UnixStream::connect(agent.path()), lines), listen(door));
            let caller = async { strange_door.accept().await.map(|(caller, _)| caller) };
            tokio::join!(speak(caller, lines), show(stranger));
        });
    });
});

impl Street {
    fn build() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let _context = runtime.enter();
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let [agent, stranger] = [0, 1].map(|which| Address::inside(folders[which].path()));
        let door = Listener::bind(&agent).unwrap();
        let strange_door = UnixListener::bind(stranger.path()).unwrap();
        drop(_context);
        Self { runtime, door, agent, stranger, strange_door, _folders: folders }
    }
}

/// Says it all and waits until the other side hangs up; that may come before the end.
async fn speak(stream: impl Future<Output = io::Result<UnixStream>>, lines: &[u8]) {
    let mut stream = stream.await.unwrap();
    let _ = stream.write_all(lines).await;
    let _ = stream.shutdown().await;
    let _ = stream.read_to_end(&mut Vec::new()).await;
}

/// As the agent does.
async fn listen(door: &mut Listener) {
    let mut peer = door.accept().await.unwrap();
    if let Some(hello) = peer.hello().await {
        comes_back(&hello);
        while let Some(call) = peer.call().await {
            comes_back(&call);
        }
    }
}

/// As the window does.
async fn show(stranger: &Address) {
    if let Ok((_caller, mut events)) = bridge::connect(stranger, Role::Window).await {
        while let Some(event) = events.recv().await {
            comes_back(&event);
        }
    }
}

fn comes_back<T: Serialize + DeserializeOwned + PartialEq + Debug>(word: &T) {
    let printed = serde_json::to_string(word).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&printed).unwrap(), word);
}
