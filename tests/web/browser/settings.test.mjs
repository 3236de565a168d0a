// The practice's page as an admin uses it: by keys alone, with a fault, a logo, and somebody else at
// the same settings; judged by axe-core in both color schemes.
import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, test } from "node:test";
import { Clinic, patients, picture, require } from "./clinic.mjs";

const kAxe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
// One pixel, dark green.
const kLogo = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGPgii8GAAFTAN24YiaRAAAAAElFTkSuQmCC", "base64");
let clinic;
before(async () => { clinic = await Clinic.open(); });
after(() => clinic.close());

async function look(page, name) {
  const found = [];
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(kAxe);
    found.push(...await page.evaluate(async () => {
      const judged = await axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"] });
      if (judged.passes.length < 5) return ["axe-core looked at nothing"];
      return judged.violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target} ${node.failureSummary}`));
    }));
    for (const width of [1024, 1920]) {
      await page.setViewportSize({ width, height: 1080 });
      await picture(page, `${name}-${width}-${colorScheme}`);
    }
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (over > 0) found.push(`${over} pixels too wide at 320`);
  await page.setViewportSize({ width: 1280, height: 900 });
  assert.deepEqual(found, [], name);
}

// What is stored, by the contract.
const stored = () => clinic.ischia("practice");

async function save(page) {
  await Promise.all([page.waitForEvent("load"), page.locator("#primary").click()]);
}

test("an admin changes settings by keys alone", async () => {
  const seat = await clinic.seat();
  const page = await clinic.settings(seat);
  await look(page, "settings");
  await page.locator("#display_name").focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("Praxis am Fluss");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("+4930123456");
  await Promise.all([page.waitForURL("**/practice?saved=1"), page.keyboard.press("Enter")]);
  assert.match(await page.locator(".done").textContent(), /Saved/);
  assert.equal(stored().display_name, "Praxis am Fluss");
  assert.equal(stored().phone_number, "+4930123456");
  await look(page, "settings-saved");
  await seat.close();
});

test("a fault stands at its field, and everything typed stays", async () => {
  const seat = await clinic.seat();
  const page = await clinic.settings(seat);
  await page.locator("#time_zone").fill("Nowhere");
  await page.locator("#accent_color").fill("#ffee00");
  await page.getByLabel("French").check();
  await page.locator("#logo").setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: Buffer.from("GIF89a") });
  await save(page);
  assert.match(await page.locator("#fault-time_zone").textContent(), /Europe\/Berlin/);
  assert.match(await page.locator("#fault-accent_color").textContent(), /contrast/);
  assert.match(await page.locator("#fault-logo").textContent(), /PNG/);
  assert.equal(await page.locator("#accent_color").inputValue(), "#ffee00");
  assert.ok(await page.getByLabel("French").isChecked());
  await look(page, "settings-faulty");
  await page.locator("#time_zone").fill("Europe/Berlin");
  await page.locator("#accent_color").fill("#0a5f73");
  await page.locator("#logo").setInputFiles({ name: "logo.png", mimeType: "image/png", buffer: kLogo });
  await save(page);
  assert.equal(stored().time_zone, "Europe/Berlin");
  assert.deepEqual(stored().accepted_languages, ["fr"]);
  assert.equal(stored().handout_look.logo_png, kLogo.toString("base64"));
  assert.equal(await page.locator("img.logo").evaluate((image) => image.naturalWidth), 1);
  await seat.close();
});

test("of two admins the second is asked", async () => {
  const [here, there] = [await clinic.seat(), await clinic.seat()];
  const [mine, theirs] = [await clinic.settings(here), await clinic.settings(there)];
  await theirs.locator("#emergency_number").fill("911");
  await save(theirs);
  await mine.locator("#emergency_number").fill("999");
  await save(mine);
  assert.match(await mine.locator(".stored").textContent(), /911/);
  assert.equal(await mine.locator("#emergency_number").inputValue(), "999");
  assert.equal(stored().emergency_number, "911");
  await look(mine, "settings-conflict");
  await save(mine);
  assert.equal(stored().emergency_number, "999");
  await here.close();
  await there.close();
});

test("an admin's page leaves a patient's page in the same browser open", async () => {
  const seat = await clinic.seat();
  const patient = await clinic.visit(seat, { ...patients.v01, id: "80100", family: "Beside" });
  const settings = await clinic.settings(seat);
  await patient.reload();
  assert.match(patient.url(), /\/assess$/);
  assert.ok((await patient.locator("header .name").innerText()).includes("Beside"));
  await settings.reload();
  assert.match(settings.url(), /\/console\/practice$/);
  await patient.close();
  await settings.close();
});
