# Lists what there is.
default:
    @just --list

# Opens the journal.
run *arguments:
    cargo run --release -- {{arguments}}

# What must pass before a change lands.
check:
    .ci/run

test *filter:
    cargo test {{filter}}

# Writes the generated pages anew: keys, commands, rules, schema. JSON Schemas only where there are none yet.
docs:
    UPDATE_DOCS=1 cargo test --test it -- reference_is_true formats_are_frozen

# Times judging, loading and drawing.
bench:
    cargo bench

# Makes docs/accuracy.md again: how often the growth test is wrong and how late it is.
accuracy:
    UPDATE_DOCS=1 cargo bench --bench accuracy
