use tokio::sync::{mpsc, oneshot};

use super::postgres::Postgres;
use super::{Access, Db, PostgresUrl};
use crate::Error;

type Question = Box<dyn FnOnce(&Db<'_>) + Send>;

/// A PostgreSQL database, which need not be a hub's, as it is at one moment, however long one looks. Nothing can be written.
pub struct Snapshot(mpsc::Sender<Question>);

impl Snapshot {
    /// Connects. The moment is that of the first reading.
    pub async fn of(url: &PostgresUrl) -> Result<Self, Error> {
        let postgres = Postgres::at(url)?;
        let (questions, mut asked) = mpsc::channel::<Question>(1);
        let (begin, begun) = oneshot::channel();
        let answer = move |db: &Db<'_>| {
            let _ = begin.send(());
            while let Some(question) = asked.blocking_recv() {
                question(db);
            }
            Ok(())
        };
        let looks = tokio::spawn(async move { postgres.run(Access::Read, answer).await });
        match begun.await {
            Ok(()) => Ok(Self(questions)),
            Err(_) => looks.await.map_err(|_| Error::Interrupted)?.and(Err(Error::Interrupted)),
        }
    }

    /// Reads. After a failure nothing more can be read.
    pub async fn read<T, F>(&self, work: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&Db<'_>) -> Result<T, Error> + Send + 'static,
    {
        let (answer, answered) = oneshot::channel();
        let question: Question = Box::new(move |db| {
            // Nobody waits any more when the program ends.
            let _ = answer.send(work(db));
        });
        self.0.send(question).await.map_err(|_| Error::Interrupted)?;
        answered.await.map_err(|_| Error::Interrupted)?
    }
}
