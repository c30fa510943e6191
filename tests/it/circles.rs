//! Tests that no module imports itself through other modules of its room.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Returns the code of every module of the library by its path, such as `store::backup::erase`, without comments and
/// tests.
fn modules() -> BTreeMap<String, String> {
    fn walk(folder: &Path, found: &mut BTreeMap<String, String>, root: &Path) {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                walk(&path, found, root);
                continue;
            }
            let name = path.strip_prefix(root).unwrap().with_extension("");
            let name: Vec<String> = name.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
            let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
            found.insert(name.join("::"), lines.collect::<Vec<_>>().join("\n"));
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeMap::new();
    walk(&root, &mut found, &root);
    found.retain(|name, _| name != "lib" && name != "main");
    found
}

/// Expands `a::{b, c::{d, e}}` to `a::b`, `a::c::d` and `a::c::e`.
fn expand(path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
    let inner = rest.strip_suffix('}').unwrap_or(rest);
    let (mut depth, mut from, mut parts) = (0, 0, Vec::new());
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&inner[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&inner[from..]);
    parts.iter().filter(|part| !part.is_empty()).flat_map(|part| expand(&format!("{before}{part}"))).collect()
}

/// Returns every path in the code, in `use` and elsewhere, without spaces.
fn paths(code: &str) -> Vec<String> {
    let uses = code.split("use ").skip(1).filter_map(|rest| rest.split_once(';')).map(|(path, _)| path);
    let uses = uses.flat_map(|path| expand(&path.split_whitespace().collect::<String>()));
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let inline = ["crate::", "super::"].into_iter().flat_map(|begins| {
        code.match_indices(begins).map(|(at, _)| code[at..].chars().take_while(|&c| is_path(c)).collect::<String>())
    });
    uses.chain(inline).collect()
}

/// Returns the path from the root of the library. `None` if it does not start with `crate`, `super` or `self`.
fn absolute(module: &str, path: &str) -> Option<Vec<String>> {
    let mut here: Vec<&str> = module.split("::").collect();
    let mut steps = path.split("::").filter(|step| !step.is_empty()).peekable();
    match *steps.peek()? {
        "crate" => {
            steps.next();
            here.clear();
        }
        "super" => {
            while steps.next_if_eq(&"super").is_some() {
                here.pop();
            }
        }
        "self" => {
            steps.next();
        }
        _ => return None,
    }
    Some(here.into_iter().chain(steps).map(str::to_owned).collect())
}

/// Returns the re-exports of each module, such as `(guidance, Flag)` from `guidance::evaluate`.
fn given_on(modules: &BTreeMap<String, String>) -> BTreeMap<(String, String), String> {
    let mut found = BTreeMap::new();
    for (module, code) in modules {
        for (path, _) in code.split("pub use ").skip(1).filter_map(|rest| rest.split_once(';')) {
            for path in expand(&path.split_whitespace().collect::<String>()) {
                let Some((from, name)) = path.rsplit_once("::") else { continue };
                let from = format!("{module}::{from}");
                if modules.contains_key(&from) {
                    found.insert((module.clone(), name.to_owned()), from);
                }
            }
        }
    }
    found
}

/// Returns the imports of each module from its own room.
fn arrows(modules: &BTreeMap<String, String>) -> BTreeMap<&str, BTreeSet<String>> {
    let given_on = given_on(modules);
    let room = |module: &str| module.split("::").next().unwrap_or_default().to_owned();
    let mut all = BTreeMap::new();
    for (module, code) in modules {
        let mut needs = BTreeSet::new();
        for path in paths(code).iter().filter_map(|path| absolute(module, path)) {
            let longest = (1..=path.len()).rev().map(|n| path[..n].join("::")).find(|m| modules.contains_key(m));
            let name = path.split_last().map(|(name, before)| (before.join("::"), name.clone()));
            needs.extend(name.and_then(|name| given_on.get(&name).cloned()));
            // The root of a room declares all of its modules, so it is left out.
            needs.extend(longest.filter(|found| found.contains("::")));
        }
        needs.retain(|needed| needed != module && room(needed) == room(module));
        all.insert(module.as_str(), needs);
    }
    all
}

/// Returns a path of imports from a module back to itself.
fn circle_of(arrows: &BTreeMap<&str, BTreeSet<String>>, start: &str) -> Option<Vec<String>> {
    let mut ways = vec![vec![start.to_owned()]];
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop() {
        for next in arrows.get(way.last()?.as_str()).into_iter().flatten() {
            let mut longer = way.clone();
            longer.push(next.clone());
            if next == start {
                return Some(longer);
            }
            if seen.insert(next.clone()) {
                ways.push(longer);
            }
        }
    }
    None
}

#[test]
fn no_file_imports_itself_over_others_of_its_room() {
    let modules = modules();
    let arrows = arrows(&modules);
    assert!(arrows.values().map(BTreeSet::len).sum::<usize>() > 200, "the imports are found");
    for module in arrows.keys() {
        if let Some(circle) = circle_of(&arrows, module) {
            panic!("a circle of imports: {}", circle.join(" -> "));
        }
    }
}

#[test]
fn a_circle_is_found_also_over_a_name_that_is_given_on() {
    let modules: BTreeMap<String, String> = [
        ("room", "mod a;\nmod b;\npub use b::Thing;"),
        ("room::a", "use super::Thing;\npub fn made() {}"),
        ("room::b", "use crate::room::a;\npub struct Thing;"),
    ]
    .map(|(name, code)| (name.to_owned(), code.to_owned()))
    .into();
    let arrows = arrows(&modules);
    assert_eq!(circle_of(&arrows, "room::a").unwrap().join(" -> "), "room::a -> room::b -> room::a");
    assert_eq!(expand("a::{b,c::{d,e}}"), ["a::b", "a::c::d", "a::c::e"]);
}
