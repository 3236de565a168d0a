// The check-in page behind a sheet's code, on a phone: scanned from the printed sheet, judged by
// axe-core, answered by hand, and opened by what is no patient.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import net from "node:net";
import { after, before, test } from "node:test";
import { Clinic, require } from "./clinic.mjs";

const { PICTURES } = process.env;
const kAxe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const kData = new URL("../../data/", import.meta.url).pathname;

const freePort = () => new Promise((resolve) => {
  const server = net.createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => resolve(port));
  });
});

let clinic, origin, sheets = 0;
before(async () => {
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  clinic = await Clinic.open([
    `--set=checkin.url=${origin}`, `--set=checkin.address=127.0.0.1:${port}`]);
  fs.mkdirSync(PICTURES, { recursive: true });
});
after(() => clinic.close());

// An active program of a patient of its own.
function newProgram(id) {
  clinic.ischia("patient", `${kData}quickstart/v01.patient.json`, "--id", id);
  clinic.ischia("assess", id, `${kData}prescribe/v01.assessment.json`, "--id", "first");
  const program = clinic.ischia("create", `practices/sample/patients/${id}/assessments/first`, "--id", "home");
  return clinic.ischia("activate", program.name).name;
}

// What a camera finds on the first page of a new sheet.
function scanned(program, language = "en") {
  const file = `${clinic.folder}/sheet-${++sheets}`;
  clinic.ischia("render", program, "--language", language, "--out", `${file}.pdf`);
  execFileSync("pdftoppm", ["-r", "200", "-f", "1", "-singlefile", "-png", `${file}.pdf`, file]);
  return execFileSync("zbarimg", ["--quiet", "--raw", `${file}.png`]).toString().trim();
}

function doneDays(program) {
  const [week] = clinic.ischia("report", program).weeks;
  return week.figures.done_day_count ?? 0;
}

async function phone(options = {}) {
  const seat = await clinic.seat({ viewport: { width: 320, height: 700 }, ...options });
  return seat.newPage();
}

async function judge(page, name) {
  await page.screenshot({ path: `${PICTURES}/check-in-${name}.png`, fullPage: true });
  await page.evaluate(kAxe);
  const found = await page.evaluate(async () => (await axe.run({
    runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] })).violations
    .flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`)));
  assert.deepEqual(found, [], name);
  assert.ok(await page.evaluate(() =>
    document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${name} is too wide`);
}

async function answer(page) {
  await page.locator("[name=none]").check();
  await page.locator("[name=day]").selectOption({ index: 1 });
  await page.locator("[name=done][value=yes]").check();
  await page.locator("[name=pain][value='2']").check();
  await page.waitForTimeout(2100); // a person is slower than that; the service tells by its clock
  await page.locator("button[type=submit]").click();
}

test("the code on the sheet leads to a form that works without scripts", async () => {
  const program = newProgram("p-plain");
  const link = scanned(program);
  assert.match(link, new RegExp(`^${origin}/c/v1\\.1\\.[\\w-]{22}\\.[\\w-]{11}$`));
  const page = await phone({ javaScriptEnabled: false });
  await page.goto(link);
  assert.equal(await page.locator(":checked:not(option)").count(), 0);
  await answer(page);
  assert.match(await page.locator("main").innerText(), /Thank you/);
  assert.equal(doneDays(program), 1);
  await page.reload();
  assert.equal(doneDays(program), 1);
});

test("every page passes in light, dark, German and Arabic", async () => {
  const program = newProgram("p-judged");
  for (const language of ["en", "de", "ar"]) {
    const link = scanned(program, language);
    for (const colorScheme of ["light", "dark"]) {
      const page = await phone({ colorScheme });
      await page.goto(link);
      assert.equal(await page.locator("html").getAttribute("dir"), language === "ar" ? "rtl" : "ltr");
      await judge(page, `form-${language}-${colorScheme}`);
      await page.locator("button[type=submit]").click();
      await judge(page, `missing-${language}-${colorScheme}`);
      await page.locator("[name=health-1]").check();
      assert.ok(await page.locator(".at-once").isVisible());
      assert.ok(!await page.locator("[name=day]").isVisible());
      await judge(page, `at-once-${language}-${colorScheme}`);
    }
  }
  const page = await phone();
  await page.goto(`${origin}/c/v1.1.unknown`);
  await judge(page, "closed");
});

test("a yes to a health question is advised at once and holds the plan", async () => {
  const program = newProgram("p-flagged");
  const link = scanned(program);
  const page = await phone();
  await page.goto(link);
  await page.locator("[name=health-2]").check();
  await page.locator("button[type=submit]").click();
  assert.match(await page.locator("[role=alert]").innerText(), /A doctor must check it today/);
  assert.equal(await page.locator("a.call").first().getAttribute("href"), "tel:112");
  await judge(page, "alarm");
  assert.equal(clinic.ischia("show", program).state, "STATE_SUSPENDED");
  await page.goto(link);
  assert.match(await page.locator("main").innerText(), /Your plan is on hold/);
  await judge(page, "hold");
});

test("scanners record nothing, and the real answer afterwards counts", async () => {
  const program = newProgram("p-scanned");
  const link = scanned(program);
  for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]) {
    const answered = await fetch(link, { method });
    assert.equal(answered.status, method === "GET" ? 200 : 405, method);
    assert.equal(answered.headers.get("cache-control"), "no-store");
    assert.equal(answered.headers.get("referrer-policy"), "no-referrer");
  }
  // Presses every button as it finds it, and fills in the first of every choice.
  const page = await phone();
  await page.goto(link);
  await page.locator("button[type=submit]").click();
  assert.equal(doneDays(program), 0);
  const body = new URLSearchParams({ none: "yes", done: "yes", day: new Date().toISOString().slice(0, 10),
    mark: await page.locator("[name=mark]").inputValue() });
  await fetch(link, { method: "POST", body });
  assert.equal(doneDays(program), 0);
  await page.goto(link);
  await answer(page);
  assert.equal(doneDays(program), 1);
});

test("who guesses has to wait", async () => {
  const asked = [];
  for (let i = 0; i < 12; ++i) {
    asked.push((await fetch(`${origin}/c/v1.1.guess${i}`, { headers: { "X-Forwarded-For": "198.51.100.7" } })).status);
  }
  assert.deepEqual(asked, [...Array(10).fill(404), 429, 429]);
});
