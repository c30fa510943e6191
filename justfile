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

# Writes the generated pages anew: keys, commands, rules, schema, JSON Schemas.
docs:
    UPDATE_DOCS=1 cargo test --test it

# Times judging, loading and drawing.
bench:
    cargo bench

# Makes docs/accuracy.md again: how often the growth test is wrong and how late it is.
accuracy:
    UPDATE_DOCS=1 cargo bench --bench accuracy
