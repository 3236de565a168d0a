// Every page by axe-core in both color schemes, narrow and zoomed, and pictures of them to look at.
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

// Nothing but the dose table may need to be moved sideways.
const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

// Leads through every page; `look` sees each.
async function walk(seat, look, number) {
  const with_id = (patient, i) => ({ ...patient, id: `7${number}${i}`, family: `${patient.family} ${number}` });
  const page = await seat.newPage();

  const still = await seat.newPage();
  await still.route("**/static/console.js", (route) => route.abort());
  await still.goto(clinic.link(with_id(patients.v11, 1)));
  await look(still, "launch");
  await still.goto("about:blank");
  await still.close();

  await page.goto(clinic.link(with_id(patients.v03, 2)));
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
  await press(stale, "␣");
  await settled(stale);
  await press(stale, "✓");
  await stale.locator(".trouble").waitFor();
  await look(stale, "error");
  await stale.close();

  const refused = await clinic.visit(seat, with_id(patients.v10, 3));
  await press(refused, typing.v10);
  await previewed(refused, "refuse");
  await look(refused, "assess-refused");
  await create(refused);
  await look(refused, "refusal");
  await refused.close();

  const merged = await clinic.visit(seat, with_id(patients.v01, 4));
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

  const asked = await clinic.visit(seat, { ...with_id(patients.v01, 5), id: `7${number}9` });
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

for (const [number, scheme, width] of [[1, "light", 1024], [2, "dark", 1920]]) {
  test(`axe-core finds nothing on any page, ${scheme}`, async () => {
    const seat = await clinic.seat({ viewport: { width, height: 1080 }, colorScheme: scheme });
    const found = [];
    await walk(seat, async (page, name) => {
      await picture(page, `${name}-${width}-${scheme}`);
      found.push(...(await violations(page)).map((text) => `${name}: ${text}`));
    }, number);
    assert.deepEqual(found, []);
  });
}

test("no page scrolls sideways at 320 pixels, which is 1280 at 400 %", async () => {
  const seat = await clinic.seat({ viewport: { width: 320, height: 640 } });
  const wide = {};
  await walk(seat, async (page, name) => {
    await picture(page, `${name}-320`);
    if (await sideways(page) > 0) wide[name] = await sideways(page);
  }, 3);
  assert.deepEqual(wide, {});
});
