use client::{Client, Stir};
use futures_util::StreamExt;
use zbus::message::Message;
use zbus::{Connection, MatchRule, MessageStream};

/// What the system bus tells: signal by signal, and what it means.
const SIGNALS: [(&str, &str, Meaning); 3] = [
    ("org.freedesktop.login1.Manager", "PrepareForSleep", |signal| {
        let begins: bool = signal.body().deserialize().ok()?;
        (!begins).then_some(Stir::Woke)
    }),
    ("org.freedesktop.login1.Session", "Unlock", |_| Some(Stir::Returned)),
    ("org.freedesktop.NetworkManager", "StateChanged", |signal| {
        let state: u32 = signal.body().deserialize().ok()?;
        (state >= SITE).then_some(Stir::Woke)
    }),
];

/// NetworkManager's `NM_STATE_CONNECTED_SITE`: from here on something beyond this computer can be reached.
const SITE: u32 = 60;

type Meaning = fn(&Message) -> Option<Stir>;

/// Passes on what logind and NetworkManager tell, for as long as there is a system bus.
pub async fn run(client: Client) {
    if let Err(error) = listen(&client).await {
        tracing::info!("the system does not tell when it wakes, the clocks will: {error}");
    }
}

async fn listen(client: &Client) -> zbus::Result<()> {
    let bus = Connection::system().await?;
    let mut streams = Vec::new();
    for (interface, member, meaning) in SIGNALS {
        let rule = MatchRule::builder().msg_type(zbus::message::Type::Signal).interface(interface).member(member);
        let stream = MessageStream::for_match_rule(rule.build()?, &bus, None).await?;
        streams.push(stream.map(move |signal| signal.ok().and_then(|signal| meaning(&signal))));
    }
    let mut stirs = futures_util::stream::select_all(streams);
    while let Some(stir) = stirs.next().await {
        if let Some(stir) = stir {
            client.stirred(stir).await;
        }
    }
    Ok(())
}
