//! Lines of text in two weights.

/// A piece of a line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Whether it is set in bold.
    pub strong: bool,
    /// Whether the chart or a table says the same, so that a crowded page may leave it out.
    pub is_spare: bool,
}

/// A line of pieces, without spaces between them.
pub type Runs = Vec<Run>;

/// Returns a piece in regular weight.
pub(super) fn say(text: impl Into<String>) -> Run {
    Run { text: text.into(), ..Run::default() }
}

/// Returns a piece in bold.
pub(super) fn stress(text: impl Into<String>) -> Run {
    Run { text: text.into(), strong: true, ..Run::default() }
}

/// Joins lines into one, with a separator between them.
pub(super) fn join(lines: impl IntoIterator<Item = Runs>, separator: &str) -> Runs {
    let mut joined = Runs::new();
    for line in lines.into_iter().filter(|line| !line.is_empty()) {
        if !joined.is_empty() {
            joined.push(say(separator));
        }
        joined.extend(line);
    }
    joined
}

/// Returns the words of a line.
pub(super) fn words(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}
