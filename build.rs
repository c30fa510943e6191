//! Tells the program the commit that it is built from, for `spotlog --version` and bug reports.

use std::path::Path;

fn main() {
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
