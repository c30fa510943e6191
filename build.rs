//! Lists the migrations, and tells the program the commit that it is built from, for `spotlog --version` and bug reports.

use std::path::Path;

fn main() {
    list_migrations();
    name_commit();
}

/// Writes the list of the steps in `migrations/`, in order, for `src/store/migrate.rs`.
fn list_migrations() {
    println!("cargo::rerun-if-changed=migrations");
    let folder = std::fs::read_dir("migrations").and_then(|entries| entries.collect::<Result<Vec<_>, _>>());
    let entries = folder.expect("migrations can be read").into_iter().filter(|entry| entry.path().is_dir());
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    // Editors leave hidden folders.
    let mut steps: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    steps.sort();
    let mut list = String::from("/// The steps in `migrations/`, in order.\npub(super) const STEPS: &[&str] = &[\n");
    for (at, step) in steps.iter().enumerate() {
        let number = format!("{:02}-", at + 1);
        assert!(step.starts_with(&number), "migrations/{step} is at the place of {number}NAME: number it anew");
        let file = format!("/migrations/{step}/up.sql");
        list.push_str(&format!("    include_str!(concat!(env!(\"CARGO_MANIFEST_DIR\"), {file:?})),\n"));
    }
    list.push_str("];\n");
    let out = std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    std::fs::write(Path::new(&out).join("steps.rs"), list).expect("OUT_DIR can be written");
}

/// Hands the commit to the program as `SPOTLOG_COMMIT`.
fn name_commit() {
    println!("cargo::rerun-if-env-changed=SPOTLOG_COMMIT");
    for file in [".git/HEAD", ".git/logs/HEAD", ".cargo_vcs_info.json"] {
        if Path::new(file).exists() {
            println!("cargo::rerun-if-changed={file}");
        }
    }
    let commit = std::env::var("SPOTLOG_COMMIT").ok().or_else(from_git).or_else(from_package);
    let is_hash = |text: &String| text.len() >= 7 && text.chars().all(|c| c.is_ascii_hexdigit());
    if let Some(commit) = commit.filter(is_hash) {
        println!("cargo::rustc-env=SPOTLOG_COMMIT={}", &commit[..commit.len().min(12)]);
    }
}

/// Reads the commit of a checkout without running git, which a machine may not have.
fn from_git() -> Option<String> {
    let head = std::fs::read_to_string(".git/HEAD").ok()?;
    let Some(name) = head.trim().strip_prefix("ref: ") else { return Some(head.trim().to_owned()) };
    if let Ok(commit) = std::fs::read_to_string(Path::new(".git").join(name)) {
        return Some(commit.trim().to_owned());
    }
    let packed = std::fs::read_to_string(".git/packed-refs").ok()?;
    packed.lines().find_map(|line| Some(line.strip_suffix(name)?.trim().to_owned()))
}

/// Reads the commit that `cargo package` wrote down.
fn from_package() -> Option<String> {
    let info = std::fs::read_to_string(".cargo_vcs_info.json").ok()?;
    let (_, rest) = info.split_once("\"sha1\": \"")?;
    Some(rest.split('"').next()?.to_owned())
}
