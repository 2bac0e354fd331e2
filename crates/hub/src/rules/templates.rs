use std::fmt;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, ErrorKind, UndefinedBehavior};

use super::rule::Rule;
use crate::events::Action;

/// What one text may cost, in MiniJinja's fuel: about so many steps, or 64 bytes each. No template and no field, however
/// hostile, takes more time or memory than that.
const FUEL: u64 = 30_000;
/// How a moment is written if the template does not say.
const MOMENT: &str = "%-d %B %Y at %H:%M";

/// What renders the texts of rules: plain text, so nothing is escaped; what is not there renders as nothing.
pub struct Templates(Environment<'static>);

/// Why a text could not be rendered. What it would have said, and of whom, is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenderFault {
    kind: ErrorKind,
    line: Option<usize>,
}

impl Templates {
    /// Without any template, with times of day as in this zone.
    pub fn new(zone: TimeZone) -> Self {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Chainable);
        environment.set_auto_escape_callback(|_| AutoEscape::None);
        environment.set_fuel(Some(FUEL));
        environment.add_filter("shorten", shorten);
        environment.add_filter("local", move |value: &Value, format: Option<&str>| local(value, format, &zone));
        Self(environment)
    }

    /// Keeps a template under a name.
    pub fn add(&mut self, name: String, source: String) -> Result<(), minijinja::Error> {
        self.0.add_template_owned(name, source)
    }

    /// Whether this is an expression.
    pub fn check_expression(&self, source: &str) -> Result<(), minijinja::Error> {
        self.0.compile_expression(source).map(|_| ())
    }

    /// Whether an expression holds.
    pub fn holds(&self, expression: &str, facts: &Value) -> Result<bool, RenderFault> {
        Ok(self.0.compile_expression(expression)?.eval(facts.clone())?.is_true())
    }

    /// Fills in a template. NUL characters are left out: nobody can be sent one (section 3.1).
    pub fn render(&self, name: &str, facts: &Value) -> Result<String, RenderFault> {
        let text = self.0.get_template(name)?.render(facts.clone())?;
        Ok(text.replace('\0', "").trim().to_owned())
    }
}

/// What a template is kept as.
pub fn template_name(rule: &Rule, action: Action) -> String {
    format!("{}.{}", rule.name, action.as_str())
}

/// At most so many characters, and dots where some are left out.
fn shorten(value: &Value, most: usize) -> String {
    let text = value.to_string();
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text,
    }
}

/// A moment as the clocks of the clinic show it. What is no moment stays as it is.
fn local(value: &Value, format: Option<&str>, zone: &TimeZone) -> Result<String, minijinja::Error> {
    let text = value.to_string();
    let Ok(moment) = text.parse::<Timestamp>() else {
        return Ok(text);
    };
    let unusable = |error: jiff::Error| minijinja::Error::new(ErrorKind::InvalidOperation, error.to_string());
    let mut written = String::new();
    let local = moment.to_zoned(zone.clone());
    jiff::fmt::strtime::BrokenDownTime::from(&local)
        .format(format.unwrap_or(MOMENT), &mut written)
        .map_err(unusable)?;
    Ok(written)
}

impl From<minijinja::Error> for RenderFault {
    fn from(error: minijinja::Error) -> Self {
        // Only kind and line: the details of an error may quote what was to be said.
        Self { kind: error.kind(), line: error.line() }
    }
}

impl fmt::Display for RenderFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "{} (line {line})", self.kind),
            None => self.kind.fmt(out),
        }
    }
}
