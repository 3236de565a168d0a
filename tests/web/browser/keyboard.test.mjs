// The worked cases entered by keyboard alone: the program must be the one that the API makes of the
// same findings, and the keys must stay within their budget.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Clinic, create, patients, picture, press, previewed, settled, typing } from "./clinic.mjs";

let clinic;
let seat;
before(async () => {
  clinic = await Clinic.open();
  seat = await clinic.seat();
  await seat.addInitScript(() => addEventListener("pointerdown", () => { globalThis.clicked = true; }));
});
after(() => clinic.close());

// What a patient and a clinician get to see of a program; dates and names are the visit's own.
const kParts = ["state", "pathway", "bands", "supervision", "weeks", "findings", "excluded_exercises", "trajectories"];
const partsOf = (program) => Object.fromEntries(kParts.map((part) => [part, program[part]]));

// Keys until the handout is made, as counted from the first focus.
async function enter(name) {
  const expected = clinic.preview(name);
  const cautions = (expected.findings ?? []).filter((finding) => finding.acknowledgement_required);
  const page = await clinic.visit(seat, patients[name]);
  let keys = await press(page, typing[name]);
  await previewed(page, cautions.length > 0 ? "caution" : "ready");
  assert.equal(await page.evaluate(() => globalThis.clicked), undefined);
  keys += await create(page);
  assert.deepEqual(partsOf(clinic.programOf(page)), partsOf(expected));

  for (const [i, caution] of cautions.entries()) {
    assert.equal(await page.evaluate(() => document.activeElement.name), `sign.${caution.rule_id}`);
    keys += await press(page, i + 1 < cautions.length ? "␣⇥" : "␣");
  }
  await settled(page);
  keys += await press(page, "✓");
  await page.locator(".given a").waitFor();
  assert.equal(clinic.programOf(page).state, "STATE_ACTIVE");
  assert.equal(await page.evaluate(() => globalThis.clicked), undefined);
  await page.close();
  return keys;
}

// The budget is the design's; the others may be longer than everyday's.
for (const [name, limit] of [["v01", 65], ["v03", 92], ["v07", 105], ["v11", 92]]) {
  test(`${name}: the API's program, within ${limit} keys and no click`, async (t) => {
    const keys = await enter(name);
    t.diagnostic(`${name}: ${keys} keys`);
    assert.ok(keys <= limit, `${keys} keys`);
  });
}

test("v10: a refusal has nothing to exercise by, and a letter", async () => {
  const page = await clinic.visit(seat, patients.v10);
  await press(page, typing.v10);
  await previewed(page, "refuse");
  await holdsNoExercise(page);
  await page.locator("#preview").getByText("Numbness between the legs or around the anus").waitFor();
  await create(page);
  const program = clinic.programOf(page);
  const expected = clinic.preview("v10");
  assert.equal(program.state, "STATE_REFUSED");
  assert.deepEqual(program.findings.map((finding) => finding.rule_id),
    expected.findings.map((finding) => finding.rule_id));
  await holdsNoExercise(page);
  await picture(page, "refusal");

  await settled(page);
  await press(page, "✓");
  const letter = page.locator(".given a");
  await letter.waitFor();
  const file = await seat.request.get(new URL(await letter.getAttribute("href"), page.url()).href);
  assert.equal((await file.body()).subarray(0, 5).toString(), "%PDF-");
  await holdsNoExercise(page);
  await page.close();
});

// Emergency words and number, and no name, figure or dose of any exercise.
async function holdsNoExercise(page) {
  const text = await page.locator("body").innerText();
  assert.match(text, /emergency/i);
  assert.match(text, /112/);
  assert.doesNotMatch(text, /\b(HS|HA|HP|TR|PC|AD|NE|W)-\d\d\b/);
  assert.doesNotMatch(text, /\d\s*×\s*\d/);
  assert.equal(await page.locator("table.doses, figure, .sheet, .handout").count(), 0);
}
