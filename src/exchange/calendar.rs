//! iCalendar (RFC 5545): the next checks as all-day events.

use crate::domain::Facts;
use crate::guidance::Assessment;
use chrono::{DateTime, Days, Utc};
use uuid::Uuid;

/// Returns the next checks of these people as a calendar. Returns `None` if there are none, since a calendar needs a
/// component. `made` is the timestamp of the events. The ids are the same in every export, so importing a calendar
/// again moves an event instead of duplicating it.
pub fn calendar(people: &[(&Facts, &Assessment)], made: DateTime<Utc>) -> Option<String> {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//spotlog//next checks//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
    ];
    for (facts, assessment) in people {
        for spot in &assessment.spots {
            let (Some(next), Some(tree)) = (spot.next_check, facts.spot(spot.number)) else { continue };
            // An overdue check is due today.
            let day = next.day().max(assessment.as_of.day());
            let who = if people.len() > 1 { format!("{}, ", assessment.name) } else { String::new() };
            let after = day.checked_add_days(Days::new(1)).unwrap_or(day);
            lines.extend([
                "BEGIN:VEVENT".to_owned(),
                format!("UID:{}@spotlog", Uuid::new_v5(&spot.id.0, b"next check")),
                format!("DTSTAMP:{}", made.format("%Y%m%dT%H%M%SZ")),
                format!("DTSTART;VALUE=DATE:{}", day.format("%Y%m%d")),
                format!("DTEND;VALUE=DATE:{}", after.format("%Y%m%d")),
                format!("SUMMARY:{}", escape(&format!("{who}look at spot {} ({})", spot.number, tree.spot.title()))),
                "TRANSP:TRANSPARENT".to_owned(),
                "END:VEVENT".to_owned(),
            ]);
        }
    }
    let has_event = lines.iter().any(|line| line == "BEGIN:VEVENT");
    lines.push("END:VCALENDAR".to_owned());
    has_event.then(|| lines.iter().map(|line| fold(line)).collect())
}

/// Escapes the special characters of a text value.
fn escape(text: &str) -> String {
    let cleaned = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    cleaned
        .flat_map(|c| match c {
            '\\' | ';' | ',' => vec!['\\', c],
            c => vec![c],
        })
        .collect()
}

/// Folds a line to at most 75 octets; a continuation starts with a space.
fn fold(line: &str) -> String {
    let mut out = String::new();
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > 75 {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    out + "\r\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_folded_between_letters_and_separators_lose_their_meaning() {
        let folded = fold(&"é".repeat(100));
        assert!(folded.lines().all(|line| line.len() <= 75));
        assert_eq!(folded.replace("\r\n ", ""), "é".repeat(100) + "\r\n");
        assert_eq!(escape("a,b;c\\d\ne"), "a\\,b\\;c\\\\d e");
    }
}
