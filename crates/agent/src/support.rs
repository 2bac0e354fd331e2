use std::env;
use std::fmt::{self, Write};

use bridge::settings::Setting;
use bridge::{Finding, Snapshot};
use jiff::Timestamp;

use crate::print;

/// What somebody who helps needs to know. Its text names nobody: see [`Report::text`].
pub struct Report {
    /// When it was made.
    pub at: Timestamp,
    /// The state; none when the agent does not run.
    pub state: Option<Snapshot>,
    /// What a self-check found.
    pub findings: Vec<Finding>,
    /// What is set.
    pub settings: Vec<Setting>,
    /// The last lines of the log.
    pub log: Vec<String>,
}

impl Report {
    /// As text for people. Account, rows and the administrator's settings are left out, and wherever the account's name,
    /// address or server stands all the same, a word for it stands instead.
    ///
    /// # Errors
    /// None that can happen: a text takes everything.
    pub fn text(mut self) -> Result<String, fmt::Error> {
        let account = self.state.as_mut().and_then(|state| state.account.take());
        let mut text = self.whole()?;
        if let Some(account) = account {
            let host = account.server.rsplit("//").next().unwrap_or_default().to_owned();
            let name = account.name.unwrap_or_default();
            for (private, word) in
                [(account.email, "<e-mail>"), (account.server, "<server>"), (host, "<server>"), (name, "<name>")]
            {
                if !private.is_empty() {
                    text = text.replace(&private, word);
                }
            }
        }
        Ok(text)
    }

    fn whole(self) -> Result<String, fmt::Error> {
        let mut text = format!("TakeCare Desktop {}, {}\n", env!("CARGO_PKG_VERSION"), self.at);
        writeln!(text, "\n== Computer\n{} {}", env::consts::OS, env::consts::ARCH)?;
        for name in ["XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE", "LANG"] {
            writeln!(text, "{name}={}", env::var(name).unwrap_or_default())?;
        }
        writeln!(text, "\n== State")?;
        match self.state {
            Some(state) => {
                let state = Snapshot { newest: Vec::new(), ..state };
                writeln!(text, "{}", serde_json::to_string_pretty(&state).map_err(|_| fmt::Error)?)?;
            }
            None => writeln!(text, "TakeCare is not running.")?,
        }
        let mut lines = Vec::new();
        print::findings(&self.findings, &mut lines).map_err(|_| fmt::Error)?;
        writeln!(text, "\n== Self-check\n{}", String::from_utf8_lossy(&lines))?;
        writeln!(text, "== Settings that are not the usual ones")?;
        for Setting { key, value, usual, managed, .. } in &self.settings {
            if value != usual || *managed {
                let managed = if *managed { " (administrator)" } else { "" };
                writeln!(text, "{key} = {}{managed}", serde_json::to_string(value).map_err(|_| fmt::Error)?)?;
            }
        }
        writeln!(text, "\n== Log")?;
        self.log.iter().try_for_each(|line| writeln!(text, "{line}"))?;
        Ok(text)
    }
}
