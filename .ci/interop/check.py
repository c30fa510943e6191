"""Has the FHIR document and the calendar read by programs that did not write them."""

import pathlib
import sys

import fhirkit
import icalendar

folder = pathlib.Path(sys.argv[1])
issues = fhirkit.validate((folder / "report.fhir.json").read_text())
for issue in issues:
    print("fhirkit:", issue, file=sys.stderr)
calendar = icalendar.Calendar.from_ical((folder / "checks.ics").read_bytes())
events = list(calendar.walk("VEVENT"))
for event in events:
    assert (event.decoded("dtend") - event.decoded("dtstart")).days == 1, event
print(f"fhirkit: {len(issues)} issues; icalendar: {len(events)} events")
sys.exit(bool(issues) or not events)
