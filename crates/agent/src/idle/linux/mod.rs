mod compositor;
mod mutter;
mod screen;

use std::env;
use std::sync::Arc;
use std::time::Duration;

use bridge::settings::Settings;
use bridge::{Finding, Topic};
use language::{Phrase, say};
use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use crate::guard::Triggers;
use crate::signs::Herald;
use crate::x11::ScreenError;

use self::compositor::CompositorError;

/// Pause before somebody who did not answer, or has gone, is asked again.
const PAUSE: Duration = Duration::from_secs(60);
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why nobody tells.
#[derive(Debug, thiserror::Error)]
enum IdleError {
    /// There is neither an X server nor a Wayland compositor.
    #[error("there is no screen")]
    NoScreen,
    /// The compositor is none that says it without being asked all the time.
    #[error("this Wayland desktop does not tell: {compositor}; {mutter}")]
    Wayland { compositor: Box<CompositorError>, mutter: zbus::Error },
    /// The compositor stopped telling.
    #[error("the Wayland desktop stopped telling: {0}")]
    Compositor(#[from] CompositorError),
    /// The X server does not say.
    #[error("the X server does not tell: {0}")]
    Screen(#[from] ScreenError),
    /// Who should say does not answer.
    #[error("the desktop does not answer")]
    Silent,
}

impl IdleError {
    fn phrase(&self) -> Phrase {
        match self {
            Self::NoScreen => say::idle_no_screen(),
            Self::Wayland { compositor, mutter } => say::idle_wayland(format!("{compositor}; {mutter}")),
            Self::Compositor(error) => say::idle_wayland(error.to_string()),
            Self::Screen(error) => say::idle_screen(error.to_string()),
            Self::Silent => say::idle_silent(),
        }
    }
}

/// Who can tell of an idle user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Source {
    Screen,
    Compositor,
}

impl Source {
    /// On Wayland an X server knows of its own windows only.
    fn of(wayland: bool, x11: bool) -> Result<Self, IdleError> {
        match (wayland, x11) {
            (true, _) => Ok(Self::Compositor),
            (false, true) => Ok(Self::Screen),
            (false, false) => Err(IdleError::NoScreen),
        }
    }

    fn here() -> Result<Self, IdleError> {
        let has = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        Self::of(has("WAYLAND_DISPLAY"), has("DISPLAY"))
    }
}

/// Tells whenever nobody has touched the computer for the time that is set.
pub async fn run(mut settings: watch::Receiver<Arc<Settings>>, herald: &Herald) {
    let wanted = |settings: &Arc<Settings>| Triggers::from(&**settings).after;
    loop {
        let after = wanted(&settings.borrow());
        tokio::select! {
            () = always(after, herald) => {}
            Ok(_) = settings.wait_for(|settings| wanted(settings) != after) => {}
        }
    }
}

/// Watches, and tries again when that ends; never returns.
async fn always(after: Option<Duration>, herald: &Herald) {
    let Some(after) = after else { return std::future::pending().await };
    let mut failing = false;
    loop {
        if let Err(error) = watch(after, herald).await
            && !std::mem::replace(&mut failing, true)
        {
            tracing::warn!("TakeCare can't lock when nobody touches the computer: {error}");
        }
        sleep(PAUSE).await;
    }
}

async fn watch(after: Duration, herald: &Herald) -> Result<(), IdleError> {
    match Source::here()? {
        Source::Screen => screen::Watch::begin(None, after).await?.tell(herald).await?,
        Source::Compositor => match compositor::Watch::begin(after).await {
            Ok(watch) => watch.tell(herald).await?,
            Err(compositor) => mutter::tell(after, herald).await.map_err(without(compositor))?,
        },
    }
    Ok(())
}

/// GNOME's own way is for a compositor that has not the common one.
fn without(compositor: CompositorError) -> impl FnOnce(zbus::Error) -> IdleError {
    |mutter| IdleError::Wayland { compositor: Box::new(compositor), mutter }
}

/// Whether anybody tells.
pub async fn finding() -> Finding {
    match timeout(PATIENCE, source_answers()).await.unwrap_or(Err(IdleError::Silent)) {
        Ok(()) => Finding::good(Topic::Lock, say::check_idle()),
        Err(error) => Finding::note(Topic::Lock, say::check_no_idle(error.phrase())),
    }
}

async fn source_answers() -> Result<(), IdleError> {
    match Source::here()? {
        Source::Screen => screen::Watch::begin(None, Duration::MAX).await.map(|_| ())?,
        Source::Compositor => {
            if let Err(compositor) = compositor::Watch::begin(Duration::MAX).await {
                mutter::answers().await.map_err(without(compositor))?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_one_who_sees_every_key_is_asked() {
        assert_eq!(Source::of(false, true).unwrap(), Source::Screen);
        assert_eq!(Source::of(true, true).unwrap(), Source::Compositor, "XWayland sees its own windows only");
        assert_eq!(Source::of(true, false).unwrap(), Source::Compositor);
        assert!(matches!(Source::of(false, false), Err(IdleError::NoScreen)));
    }
}
