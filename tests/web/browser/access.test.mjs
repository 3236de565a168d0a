// Every page by axe-core in both color schemes and narrow, and pictures of some to look at.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { Clinic, create, patients, picture, press, previewed, require, settled, typing } from "./clinic.mjs";

const kAxe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
let clinic;
before(async () => { clinic = await Clinic.open(); });
after(() => clinic.close());

// Run from outside the page's policy, which allows no script but its own.
async function violations(page) {
  await page.evaluate(kAxe);
  return page.evaluate(async () => {
    const found = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] });
    if (found.passes.length < 5) return ["axe-core looked at nothing"];
    return found.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`));
  });
}

const kPictured = ["assess", "program-draft", "refusal"];

// Nothing but the dose table may need to be moved sideways.
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// Leads through every page; `look` sees each.
async function walk(seat, look) {
  const page = await seat.newPage();

  const still = await seat.newPage();
  await still.route("**/static/console.js", (route) => route.abort());
  await still.goto(clinic.link(patients.v11));
  await look(still, "launch");
  await still.goto("about:blank");
  await still.close();

  await page.goto(clinic.link(patients.v03));
  await page.waitForURL("**/assess");
  await previewed(page);
  await look(page, "assess-empty");
  await press(page, typing.v03);
  await previewed(page, "caution");
  await look(page, "assess");
  await create(page);
  await look(page, "program-draft");
  const stale = await seat.newPage();
  await stale.goto(page.url());
  await press(page, "␣");
  await settled(page);
  await press(page, "✓");
  await page.locator(".given a").waitFor();
  await look(page, "program");
  const record = await seat.newPage();
  for (const [below, name] of [["", "history"], ["/practice", "practice"]]) {
    await record.goto(page.url().replace(/\/programs\/.*/, below));
    await look(record, name);
  }
  await record.close();
  await press(stale, "␣");
  await settled(stale);
  await press(stale, "✓");
  await stale.locator(".trouble").waitFor();
  await look(stale, "error");
  await stale.close();

  const refused = await clinic.visit(seat, patients.v10);
  await press(refused, typing.v10);
  await previewed(refused, "refuse");
  await look(refused, "assess-refused");
  await create(refused);
  await look(refused, "refusal");
  await refused.close();

  const merged = await clinic.visit(seat, patients.v01);
  const faster = await seat.newPage();
  await faster.goto(merged.url());
  await press(faster, "t");
  await previewed(faster);
  await press(merged, "p");
  await merged.locator("[data-merge]").waitFor();
  await look(merged, "assess-conflict");
  await merged.locator("[data-merge]").click();
  await merged.locator("tbody tr").waitFor();
  await look(merged, "merge");
  await merged.close();
  await faster.close();

  const asked = await clinic.visit(seat, { ...patients.v01, id: "40118" });
  await asked.waitForURL("**/identity");
  await look(asked, "identity");
  await asked.close();

  // Its session has been superseded by the one above.
  await page.reload();
  await look(page, "other-patient");
  await seat.clearCookies();
  await page.goto(page.url());
  await look(page, "closed");
  await page.close();
}

async function inBothSchemes(page, name, found) {
  for (const scheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme: scheme });
    found.push(...(await violations(page)).map((text) => `${name}, ${scheme}: ${text}`));
    for (const width of kPictured.includes(name) ? [1024, 1920] : []) {
      await page.setViewportSize({ width, height: 1080 });
      await picture(page, `${name}-${width}-${scheme}`);
    }
  }
}

async function narrow(page, name, found) {
  await page.setViewportSize({ width: 320, height: 640 });
  const over = await sideways(page);
  if (over > 0) found.push(`${name}: ${over} pixels too wide at 320`);
  await page.setViewportSize({ width: 1280, height: 900 });
}

// Three columns from 1600 pixels on; below, the preview shows one of its parts.
test("where the page is narrow, one part of the preview stands at a time, and stays open", async () => {
  const seat = await clinic.seat({ viewport: { width: 1024, height: 900 } });
  const page = await clinic.visit(seat, { ...patients.v01, id: "70110", family: "Narrow" });
  await press(page, typing.v01);
  await previewed(page, "ready");
  const parts = ["program", "why", "not-given", "handout"];
  const shown = () => Promise.all(parts.map((part) => page.locator(`section.part-${part}`).first().isVisible()));
  assert.deepEqual(await shown(), [true, false, false, false]);
  await page.locator("#part-why").click();
  assert.deepEqual(await shown(), [false, true, false, false]);
  assert.equal(await page.locator("#part-why").getAttribute("aria-pressed"), "true");
  await page.locator("[name=minutes_per_day]").fill("14");
  await page.keyboard.press("Tab");
  await previewed(page, "ready");
  assert.deepEqual(await shown(), [false, true, false, false]);
  assert.equal(await page.locator("#part-why").getAttribute("aria-pressed"), "true");
  await page.locator("#part-handout").press("Enter");
  assert.deepEqual(await shown(), [false, false, false, true]);
  await page.setViewportSize({ width: 1920, height: 1080 });
  assert.deepEqual(await shown(), [true, true, true, true]);
  await page.close();
});

test("the picture of a measure stands in its row while the row has focus", async () => {
  const seat = await clinic.seat();
  const page = await clinic.visit(seat, { ...patients.v01, id: "70111", family: "Pictured" });
  for (const width of [1024, 1920]) {
    await page.setViewportSize({ width, height: 1080 });
    await page.locator("[name='legs.right.knee_extension_deficit_degrees']").focus();
    const visible = page.locator(".how img:visible");
    assert.equal(await visible.count(), 1);
    assert.equal(await visible.evaluate((image) => image.naturalWidth), 200);
    await page.locator("[name=pathway]").first().focus();
    assert.equal(await page.locator(".how img:visible").count(), 0);
  }
  await page.close();
});

test("no page breaks the rules of access, light or dark, nor scrolls sideways at 320 pixels", async () => {
  const seat = await clinic.seat();
  const found = [];
  await walk(seat, async (page, name) => {
    await inBothSchemes(page, name, found);
    await narrow(page, name, found);
  });
  assert.deepEqual(found, []);
});
