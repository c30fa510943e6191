//! Conversion of columns to domain types. The error for an invalid value names its place.

use crate::domain::{Answer, Answers, Choice, FieldError, Given, Moment, Question, Word, WordList, latest_time};
use crate::error::{Error, Result};
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use rusqlite::types::{FromSql, Value, ValueRef};
use rusqlite::{Row, Statement};
use std::cell::Cell;
use std::str::FromStr;

/// A row of a known table, so that errors can name the place.
pub(super) struct NamedRow<'a> {
    pub row: &'a Row<'a>,
    pub table: &'static str,
    pub columns: &'a ColumnNames,
}

/// The column names of a statement. ColumnNames are read roughly in table order, so each search starts at the position of
/// the last one.
pub(super) struct ColumnNames {
    names: Vec<String>,
    next: Cell<usize>,
}

impl ColumnNames {
    /// Reads the column names of a statement.
    pub(super) fn of(statement: &Statement<'_>) -> ColumnNames {
        let names = statement.column_names().into_iter().map(str::to_owned).collect();
        ColumnNames { names, next: Cell::new(0) }
    }

    fn place(&self, name: &str) -> Option<usize> {
        let count = self.names.len();
        let from = self.next.get();
        let found = (from..count).chain(0..from.min(count)).find(|&at| self.names[at] == name);
        self.next.set(found? + 1);
        found
    }
}

impl NamedRow<'_> {
    /// Reads a column. One that the schema of an older file does not have reads as NULL: such a file is checked, restored
    /// and read without being migrated.
    pub(super) fn get<T: FromSql>(&self, column: &str) -> Result<T> {
        match self.columns.place(column) {
            Some(at) => Ok(self.row.get(at)?),
            None => {
                Ok(T::column_result(ValueRef::Null)
                    .map_err(|_| rusqlite::Error::InvalidColumnName(column.to_owned()))?)
            }
        }
    }

    fn refuse(&self, column: &str, error: &FieldError) -> Error {
        let id = self.row.get("id").unwrap_or_else(|_| "without an id".to_owned());
        Error::Stored { table: self.table, id, column: column.into(), message: error.to_string() }
    }

    /// Reads a column and parses its text.
    pub(super) fn parsed<T: FromStr<Err = FieldError>>(&self, column: &str) -> Result<T> {
        self.get::<String>(column)?.parse().map_err(|e| self.refuse(column, &e))
    }

    /// Reads a column and parses its text; `None` for NULL.
    pub(super) fn parsed_or_none<T: FromStr<Err = FieldError>>(&self, column: &str) -> Result<Option<T>> {
        let text: Option<String> = self.get(column)?;
        text.map(|t| t.parse().map_err(|e| self.refuse(column, &e))).transpose()
    }

    /// Reads a word of a closed list.
    pub(super) fn word<W: Word>(&self, column: &str) -> Result<W> {
        let word: String = self.get(column)?;
        W::from_word(word.as_bytes()).ok_or_else(|| self.refuse(column, &W::unknown(&word)))
    }

    /// Reads a word of a closed list; `None` for NULL.
    pub(super) fn word_or_none<W: Word>(&self, column: &str) -> Result<Option<W>> {
        let word: Option<String> = self.get(column)?;
        word.map(|w| W::from_word(w.as_bytes()).ok_or_else(|| self.refuse(column, &W::unknown(&w)))).transpose()
    }

    /// Reads a list of words.
    pub(super) fn words<W: Word>(&self, column: &str) -> Result<WordList<W>> {
        WordList::parse(&self.get::<String>(column)?).map_err(|e| self.refuse(column, &e))
    }

    /// Reads the answer to a question of an observation.
    pub(super) fn take_answer(&self, question: &Question, answers: &mut Answers) -> Result<()> {
        let value = match self.columns.place(question.name) {
            Some(at) => self.row.get_ref(at)?,
            None => ValueRef::Null,
        };
        let taken = match value {
            // Nothing is answered from the start.
            ValueRef::Null => Ok(()),
            ValueRef::Integer(yes) => question.set(answers, &Given::YesNo(yes != 0)),
            other => {
                let text = other.as_str().map_err(rusqlite::Error::from)?;
                question.set(answers, &stored_words(question, text))
            }
        };
        taken.map_err(|error| self.refuse(question.name, &FieldError::new(error.message)))
    }

    /// Reads an answer; NULL is unanswered.
    pub(super) fn answer(&self, column: &str) -> Result<Answer> {
        Ok(Answer::from(self.get::<Option<bool>>(column)?))
    }

    /// Reads a moment, as [`moment()`] parses it.
    pub(super) fn moment(&self, column: &str) -> Result<Moment> {
        moment(&self.get::<String>(column)?).map_err(|e| self.refuse(column, &e))
    }

    /// Reads a moment; `None` for NULL.
    pub(super) fn moment_or_none(&self, column: &str) -> Result<Option<Moment>> {
        let text: Option<String> = self.get(column)?;
        text.map(|t| moment(&t).map_err(|e| self.refuse(column, &e))).transpose()
    }

    /// Reads a day. A time after it is dropped.
    pub(super) fn day(&self, column: &str) -> Result<NaiveDate> {
        self.moment(column).map(Moment::day)
    }

    /// Reads a day; `None` for NULL.
    pub(super) fn day_or_none(&self, column: &str) -> Result<Option<NaiveDate>> {
        Ok(self.moment_or_none(column)?.map(Moment::day))
    }

    /// Returns the change time. An unreadable time is `None`: the record counts as the oldest version, and the rest of
    /// it stays usable.
    pub(super) fn changed_at(&self) -> Result<Option<DateTime<Utc>>> {
        let text: Option<String> = self.get("changed_at")?;
        Ok(text.and_then(|text| parse_utc(&text).ok()))
    }

    /// Returns the number of a spot. A number out of range becomes the maximum, so that the spot is still visible.
    pub(super) fn number(&self) -> Result<u32> {
        Ok(u32::try_from(self.get::<i64>("number")?).unwrap_or(u32::MAX))
    }

    /// Adds the place of the column to the error of a value.
    pub(super) fn valid<T>(&self, column: &str, value: Result<T, FieldError>) -> Result<T> {
        value.map_err(|e| self.refuse(column, &e))
    }
}

/// Formats a time for the journal: RFC 3339 in UTC, with as many fractional digits as it has.
pub(super) fn show_utc(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// Parses a time of the journal and limits it to [`latest_time`]. Also accepts five-digit years, which older versions
/// wrote.
pub(super) fn parse_utc(text: &str) -> chrono::ParseResult<DateTime<Utc>> {
    let time = DateTime::parse_from_rfc3339(text).map(|t| t.to_utc()).or_else(|_| text.parse::<DateTime<Utc>>());
    time.map(|time| time.min(latest_time()))
}

/// Parses a moment of the journal. An invalid day such as 30 February, written by another program, becomes the last
/// valid day before it. So the record can be seen and corrected. `spotlog doctor` reports it.
pub(super) fn moment(text: &str) -> Result<Moment, FieldError> {
    text.parse().or_else(|error| {
        let number = |range: std::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<u32>().ok());
        let (Some(year), Some(month), Some(day)) = (number(0..4), number(5..7), number(8..10)) else {
            return Err(error);
        };
        let month = month.clamp(1, 12);
        let days = (1..=day.clamp(1, 31)).rev().filter_map(|day| NaiveDate::from_ymd_opt(year as i32, month, day));
        days.map(Moment::on).next().ok_or(error)
    })
}

/// Parses the time of a change. An unreadable time becomes the earliest, so that the rest of the history can be read.
pub(super) fn change_time(text: &str) -> DateTime<Utc> {
    parse_utc(text).unwrap_or(DateTime::UNIX_EPOCH)
}

/// Splits the words of a column; an empty text is an empty list.
pub(super) fn stored_words<'t>(question: &Question, text: &'t str) -> Given<'t> {
    match question.choice {
        Choice::Any(_) | Choice::AnyOrNone(_) => {
            Given::Words(text.split(',').filter(|word| !word.is_empty()).collect())
        }
        Choice::One(_) | Choice::YesNo => Given::Word(text),
    }
}

/// Converts an answer to the value of its column.
pub(super) fn given(question: &Question, given: Given<'_>) -> Value {
    match given {
        // A list that cannot be answered with none stores an empty list when unanswered.
        Given::Nothing if matches!(question.choice, Choice::Any(_)) => text(""),
        Given::Nothing => Value::Null,
        Given::YesNo(yes) => Value::Integer(i64::from(yes)),
        Given::Word(word) => text(word),
        Given::Words(words) => text(words.join(",")),
    }
}

/// Converts a word to the value of its column.
pub(super) fn word<W: Word>(word: Option<W>) -> Value {
    word.map_or(Value::Null, |w| Value::Text(w.word().to_owned()))
}

/// Converts an answer to the value of its column; unanswered is NULL.
pub(super) fn answer(answer: Answer) -> Value {
    Option::<bool>::from(answer).map_or(Value::Null, |yes| Value::Integer(i64::from(yes)))
}

/// Converts text to the value of its column.
pub(super) fn text(text: impl ToString) -> Value {
    Value::Text(text.to_string())
}

/// Converts text to the value of its column; `None` is NULL.
pub(super) fn text_or_null(value: Option<impl ToString>) -> Value {
    value.map_or(Value::Null, text)
}

/// Converts a whole number to the value of its column; `None` is NULL.
pub(super) fn whole(value: Option<u32>) -> Value {
    value.map_or(Value::Null, |number| Value::Integer(i64::from(number)))
}

/// Converts a number to the value of its column; `None` is NULL.
pub(super) fn real(value: Option<f64>) -> Value {
    value.map_or(Value::Null, Value::Real)
}
