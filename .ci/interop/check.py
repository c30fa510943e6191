"""Has the FHIR bundles, the calendar and an export read by programs that did not write them."""

import json
import pathlib
import sys

import fhirkit
import icalendar
import ics
import jsonschema
import vobject
from fhir.resources.R4B.bundle import Bundle

folder = pathlib.Path(sys.argv[1])
wrong = 0
for name in ["report.fhir.json", "transaction.fhir.json"]:
    text = (folder / name).read_text()
    issues = fhirkit.validate(text)
    for issue in issues:
        print("fhirkit:", name, issue, file=sys.stderr)
    wrong += len(issues)
    entries = len(Bundle.model_validate(json.loads(text)).entry)
    print(f"fhirkit: {name}: {len(issues)} issues; fhir.resources: {entries} entries")

text = (folder / "checks.ics").read_text()
events = list(icalendar.Calendar.from_ical(text).walk("VEVENT"))
assert events and all(event["CLASS"] == "PRIVATE" for event in events)
assert all(list(event.walk("VALARM")) for event in events if event["STATUS"] == "CONFIRMED")
read = vobject.readOne(text).vevent_list
assert len(read) == len(events) and all(event.getChildValue("class") == "PRIVATE" for event in read)
assert len(ics.Calendar(text).events) == len(events)
print(f"icalendar, vobject, ics: {len(events)} events")

schema = json.loads((folder / "schema.json").read_text())
export = json.loads((folder / "export.json").read_text())
validator = jsonschema.Draft202012Validator(schema)
assert validator.is_valid(export), next(validator.iter_errors(export)).message
spot = {"number": 1, "site": "shin", "observations": [{"at": "2026-11-01", "presence": "present"}]}
look = spot["observations"][0]
for change in [
    {"format": "other/9"},
    {"people": [{"name": " ", "spots": []}]},
    {"people": [{"name": "Me", "born": "yesterday"}]},
    {"people": [{"name": "Me", "spots": [{**spot, "number": 0}]}]},
    {"people": [{"name": "Me", "spots": [{**spot, "site": "antenna"}]}]},
    {"people": [{"name": "Me", "spots": [{**spot, "observations": [{**look, "diameter_mm": [-5]}]}]}]},
    {"people": [{"name": "Me", "spots": [{**spot, "observations": [{**look, "diameter_mm": [1, 2, 3, 4]}]}]}]},
    {"people": [{"name": "Me", "spots": [{**spot, "observations": [{**look, "at": "2026-11-01T25:00"}]}]}]},
    {"people": [{"name": "Me", "spots": [{**spot, "observations": [{**look, "note": "x" * 10_001}]}]}]},
]:
    assert not validator.is_valid({"format": export["format"], "people": [], **change}), change
print("jsonschema: the export is valid, and what the program refuses is refused")
sys.exit(bool(wrong))
