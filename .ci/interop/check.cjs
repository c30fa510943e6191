// Opens the HTML report in a browser without a network, at the width of a phone and of a screen, light and dark; prints
// it; reads the Markdown with a CommonMark parser, and the calendar and the FHIR bundles with programs of others.
const fs = require("fs");
const path = require("path");
const puppeteer = require("puppeteer-core");
const { PDFDocument } = require("pdf-lib");
const { Fhir } = require("fhir");
const commonmark = require("commonmark");
const ICAL = require("ical.js");
const nodeIcal = require("node-ical");

const folder = process.argv[2];
const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");
const fail = (what) => {
  console.error(what);
  process.exitCode = 1;
};

// What is wider than the window, and which words are parted in two lines.
function look() {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const parted = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (const match of node.data.matchAll(/[\p{L}\p{N}.]+/gu)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const lines = new Set([...range.getClientRects()].map((rect) => Math.round(rect.top)));
      if (lines.size > 1) parted.push(match[0]);
    }
  }
  return { wide, parted };
}

async function browser() {
  const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((file) => fs.existsSync(file));
  const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--headless=new"] });
  const page = await browser.newPage();
  page.on("console", (message) => message.type() === "error" && fail(`console: ${message.text()}`));
  page.on("pageerror", (error) => fail(`page: ${error}`));
  page.on("request", (request) => request.url().startsWith("file:") || fail(`asks for ${request.url()}`));
  // The page forbids scripts, so the checker comes in through the debugger.
  const client = await page.createCDPSession();
  await client.send("Page.setBypassCSP", { enabled: true });
  for (const width of [390, 1280]) {
    for (const scheme of ["light", "dark"]) {
      await page.setViewport({ width, height: 800 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto("file://" + path.join(folder, "report.html"));
      await page.evaluate(fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
      const { violations } = await page.evaluate(() => axe.run());
      violations.forEach((v) => fail(`${width} ${scheme}: ${v.id}: ${v.help} (${v.nodes.map((n) => n.target).slice(0, 3)})`));
      const { wide, parted } = await page.evaluate(look);
      if (wide > 0) fail(`${width} ${scheme}: ${wide} pixels wider than the window`);
      if (parted.length > 0) fail(`${width} ${scheme}: parted: ${parted.slice(0, 5)}`);
      if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}-${width}-${scheme}.png`, fullPage: true });
      console.log(`browser, ${width}, ${scheme}: ${violations.length} accessibility violations`);
    }
  }
  const html = await page.evaluate(() => ({
    headings: [...document.querySelectorAll("h1,h2,h3")].map((h) => h.textContent),
    items: document.querySelectorAll("li,dl>div").length,
  }));
  markdown(html);
  const bytes = await page.pdf({ preferCSSPageSize: true });
  console.log(`printed: ${(await PDFDocument.load(bytes)).getPageCount()} pages`);
  await browser.close();
}

// The tree of the Markdown has the headings of the page, as deep, and as many items.
function markdown(html) {
  const walker = new commonmark.Parser().parse(read("report.md")).walker();
  const headings = [];
  let items = 0;
  let heading = null;
  for (let event = walker.next(); event; event = walker.next()) {
    const { node, entering } = event;
    if (node.type === "heading") {
      if (entering) heading = "";
      else headings.push(heading), (heading = null);
    } else if (heading !== null && node.literal) heading += node.literal;
    if (node.type === "item" && entering) items += 1;
  }
  const plain = (text) => text.replace(/[\s“”]/g, "");
  html.headings.forEach((text, i) => {
    if (plain(text) !== plain(headings[i] || "")) fail(`markdown: heading ${i}: ${headings[i]} is not ${text}`);
  });
  if (items !== html.items) fail(`markdown: ${items} items, and ${html.items} on the page`);
  console.log(`commonmark: ${headings.length} headings, ${items} items`);
}

function fhir() {
  for (const name of ["report.fhir.json", "transaction.fhir.json"]) {
    const bundle = JSON.parse(read(name));
    const result = new Fhir().validate(bundle);
    const errors = (result.messages || []).filter((m) => m.severity === "error" || m.severity === "fatal");
    errors.forEach((m) => fail(`fhir: ${m.location}: ${m.message}`));
    if (!result.valid) fail(`fhir: ${name} is not valid`);
    console.log(`npm fhir: ${name}: ${bundle.entry.length} entries, ${errors.length} errors`);
  }
}

function calendars() {
  const text = read("checks.ics");
  const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent");
  const planned = events.filter((event) => event.getFirstPropertyValue("status") === "CONFIRMED");
  if (planned.length === 0 || planned.some((event) => !event.getFirstSubcomponent("valarm"))) fail("ical.js: no alarm");
  if (events.some((event) => event.getFirstPropertyValue("class") !== "PRIVATE")) fail("ical.js: not private");
  const read2 = Object.values(nodeIcal.sync.parseICS(text)).filter((event) => event.type === "VEVENT");
  if (read2.length !== events.length) fail(`node-ical: ${read2.length} events, not ${events.length}`);
  console.log(`ical.js, node-ical: ${events.length} events`);
}

fhir();
calendars();
browser().catch((error) => fail(String(error)));
