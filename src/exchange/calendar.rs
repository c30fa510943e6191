//! iCalendar (RFC 5545): the next checks, each with an alarm, in words that tell a reader of the calendar nothing.

use crate::domain::Facts;
use crate::guidance::{Assessment, SpotAssessment};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

/// Returns the next checks of these people as a calendar; those of a spot that is gone or closed are cancelled. Returns
/// `None` if there are none, since a calendar needs a component. `made` is the time of the events: a later export has a
/// higher sequence number. The ids are the same in every export, so importing a calendar again moves an event instead of
/// duplicating it.
pub fn calendar(people: &[(&Facts, &Assessment)], made: DateTime<Utc>) -> Option<String> {
    let mut events = Vec::new();
    for (facts, assessment) in people {
        let who = if people.len() > 1 { format!("{}: ", assessment.name) } else { String::new() };
        for spot in assessment.spots.iter().filter(|spot| facts.spot(spot.number).is_some()) {
            events.extend(event(spot, &who, assessment.as_of.day(), made));
        }
    }
    if events.is_empty() {
        return None;
    }
    let head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//spotlog//next checks//EN", "CALSCALE:GREGORIAN"];
    let lines = head.map(str::to_owned).into_iter().chain(events).chain(["END:VCALENDAR".to_owned()]);
    Some(lines.map(|line| fold(&line)).collect())
}

/// Returns the lines of one check. One at an hour is an event of a quarter of an hour, otherwise of the day. An overdue
/// check is due today.
fn event(spot: &SpotAssessment, who: &str, today: NaiveDate, made: DateTime<Utc>) -> Vec<String> {
    let summary = escape(&format!("{who}skin check {}", spot.number));
    let next = spot.next_check.filter(|next| next.day() >= today);
    let (start, end, alarm) = match next.and_then(|next| Some((next.day(), next.time()?))) {
        Some((day, time)) => {
            let start = day.and_time(time);
            let end = start.checked_add_signed(TimeDelta::minutes(15)).unwrap_or(start);
            let say = |name: &str, at: chrono::NaiveDateTime| format!("{name}:{}", at.format("%Y%m%dT%H%M%S"));
            (say("DTSTART", start), say("DTEND", end), "TRIGGER:PT0S")
        }
        None => {
            let last = spot.last_observed.map_or(today, |at| at.day());
            let day = if spot.next_check.is_some() { next.map_or(today, |next| next.day()) } else { last };
            let after = day.checked_add_days(Days::new(1)).unwrap_or(day);
            let say = |name: &str, day: NaiveDate| format!("{name};VALUE=DATE:{}", day.format("%Y%m%d"));
            // In the morning of the day.
            (say("DTSTART", day), say("DTEND", after), "TRIGGER:PT9H")
        }
    };
    let is_planned = spot.next_check.is_some();
    let minutes = (made - DateTime::UNIX_EPOCH).num_minutes();
    let mut lines = vec![
        "BEGIN:VEVENT".to_owned(),
        format!("UID:{}@spotlog", Uuid::new_v5(&spot.id.0, b"next check")),
        format!("DTSTAMP:{}", made.format("%Y%m%dT%H%M%SZ")),
        format!("SEQUENCE:{minutes}"),
        start,
        end,
        format!("SUMMARY:{summary}"),
        format!("STATUS:{}", if is_planned { "CONFIRMED" } else { "CANCELLED" }),
        "CLASS:PRIVATE".to_owned(),
        "TRANSP:TRANSPARENT".to_owned(),
    ];
    if is_planned {
        let alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", alarm, "DESCRIPTION:skin check", "END:VALARM"];
        lines.extend(alarm.map(str::to_owned));
    }
    lines.push("END:VEVENT".to_owned());
    lines
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
