// Opens the HTML report in a browser without a network, prints it, looks for what would stop a screen reader, and has
// the FHIR document validated.
const fs = require("fs");
const path = require("path");
const puppeteer = require("puppeteer-core");
const { PDFDocument } = require("pdf-lib");
const { Fhir } = require("fhir");

const folder = process.argv[2];
const fail = (what) => {
  console.error(what);
  process.exitCode = 1;
};

async function browser() {
  const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((file) => fs.existsSync(file));
  const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--headless=new"] });
  const page = await browser.newPage();
  page.on("console", (message) => message.type() === "error" && fail(`console: ${message.text()}`));
  page.on("pageerror", (error) => fail(`page: ${error}`));
  page.on("request", (request) => request.url().startsWith("file:") || fail(`asks for ${request.url()}`));
  await page.goto("file://" + path.join(folder, "report.html"));
  // The page forbids scripts, so the checker comes in through the debugger.
  const client = await page.createCDPSession();
  await client.send("Page.setBypassCSP", { enabled: true });
  await page.reload();
  await page.evaluate(fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(() => axe.run());
  violations.forEach((v) => fail(`accessibility: ${v.id}: ${v.help} (${v.nodes.length})`));
  const bytes = await page.pdf({ preferCSSPageSize: true });
  const pages = (await PDFDocument.load(bytes)).getPageCount();
  // One page for the doctor, and one with the annex.
  if (pages !== 2) fail(`the printed report has ${pages} pages`);
  console.log(`browser: ${pages} pages, ${violations.length} accessibility violations`);
  await browser.close();
}

function fhir() {
  const bundle = JSON.parse(fs.readFileSync(path.join(folder, "report.fhir.json"), "utf8"));
  const result = new Fhir().validate(bundle);
  const errors = (result.messages || []).filter((m) => m.severity === "error" || m.severity === "fatal");
  errors.forEach((m) => fail(`fhir: ${m.location}: ${m.message}`));
  if (!result.valid) fail("fhir: the document is not valid");
  console.log(`npm fhir: ${bundle.entry.length} entries, ${errors.length} errors`);
}

fhir();
browser().catch((error) => fail(String(error)));
