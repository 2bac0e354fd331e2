use clap::ValueEnum;

/// What can be measured alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// From the start to the icon
    Start,
    /// A minute of nothing
    Idle,
    /// Very many notifications
    Flood,
    /// The search box's memory
    Search,
    /// The window's memory
    Window,
    /// From the click to the list
    Opening,
    /// From a frame to its toast
    Toast,
    /// A burst, an outage, and the requests of an idle agent
    Burst,
}

/// What is measured in a run: these, or all when none is named.
#[derive(Debug)]
pub struct Parts(pub Vec<Part>);

impl Parts {
    /// Whether any of these is measured.
    pub fn have(&self, any: &[Part]) -> bool {
        self.0.is_empty() || any.iter().any(|part| self.0.contains(part))
    }

    /// Does what measures any of these, if it is wanted.
    ///
    /// # Errors
    /// What the measure says.
    pub async fn measure<T>(
        &self,
        any: &[Part],
        measure: impl Future<Output = anyhow::Result<T>>,
    ) -> anyhow::Result<Option<T>> {
        if self.have(any) { measure.await.map(Some) } else { Ok(None) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_named_is_everything() {
        assert!(Parts(Vec::new()).have(&[Part::Burst]));
        let some = Parts(vec![Part::Idle, Part::Search]);
        assert!(some.have(&[Part::Flood, Part::Search]) && !some.have(&[Part::Flood, Part::Window]));
    }
}
