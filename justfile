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

# How often the growth test cries wolf and how soon it notices, in a simulation.
growth spots="20000":
    cargo run --release --example growth_simulation {{spots}}
