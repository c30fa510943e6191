//! `spotlog medicine`: records that a medicine was started or stopped.

use crate::cli::entry::{done, text};
use crate::cli::session::{Run, Session};
use crate::domain::FieldError;
use crate::error::Result;
use crate::ops::{self, NewMedicine};
use chrono::NaiveDate;
use clap::Args;

#[derive(Debug, Args)]
pub struct Medicine {
    #[arg(value_name = "NAME")]
    name: String,
    /// When it was started [default: today, unless --stopped is given alone]
    #[arg(long, value_name = "DATE")]
    started: Option<String>,
    /// When it was stopped
    #[arg(long, value_name = "DATE")]
    stopped: Option<String>,
}

impl Run for Medicine {
    fn run(self, session: &Session) -> Result<u8> {
        let name = text(Some(&self.name), "NAME")?
            .ok_or_else(|| FieldError::new("a medicine needs a name, in your own words").at("NAME"))?;
        let day = |said: Option<&str>, option: &str| -> Result<NaiveDate> { Ok(session.moment(said, option)?.day()) };
        let stopped = self.stopped.as_deref().map(|said| day(Some(said), "--stopped")).transpose()?;
        let mut store = session.open()?;
        let receipt = match (self.started.as_deref(), stopped) {
            (None, Some(on)) => ops::stop_medicine(&mut store, &session.context(), &name, on)?,
            (started, stopped_on) => {
                let started_on = day(started, "--started")?;
                let new = NewMedicine { name: Some(name), started_on, stopped_on };
                ops::medicine(&mut store, &session.context(), new)?
            }
        };
        done(session, &receipt)
    }
}
