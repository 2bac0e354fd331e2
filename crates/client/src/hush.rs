use jiff::Timestamp;

/// What the user wants for a while: no toasts, or no text on the screen. An agent that starts anew knows nothing of it: what
/// is shown then errs on the side of being told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hush {
    /// Until when toasts are paused.
    pub paused: Option<Timestamp>,
    /// Until when consult mode lasts.
    pub consult: Option<Timestamp>,
}

impl Hush {
    /// What is left of it at this time.
    pub fn at(self, now: Timestamp) -> Self {
        let left = |until: Option<Timestamp>| until.filter(|until| *until > now);
        Self { paused: left(self.paused), consult: left(self.consult) }
    }

    /// When something of it ends next.
    pub fn ends(self) -> Option<Timestamp> {
        self.paused.into_iter().chain(self.consult).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_ends_by_itself() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let hush = Hush { paused: Some(at(10)), consult: Some(at(20)) };
        assert_eq!(hush.ends(), Some(at(10)));
        let later = hush.at(at(10));
        assert_eq!(later, Hush { paused: None, consult: Some(at(20)) });
        assert_eq!((later.ends(), later.at(at(30))), (Some(at(20)), Hush::default()));
    }
}
