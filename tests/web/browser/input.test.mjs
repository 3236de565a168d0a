// What must not be believed: scripts in every field and name, numbers that cannot be, and a browser
// without scripts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Clinic, create, patients, press, previewed, settled, typing } from "./clinic.mjs";

let clinic;
before(async () => { clinic = await Clinic.open(); });
after(() => clinic.close());

const kScripts = ["<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "{{{path}}}<b>'&amp;"];

for (const [i, script] of kScripts.entries()) {
  test(`${script} stays text, in names and in every field`, async () => {
    const seat = await clinic.seat();
    const patient = { ...patients.v01, id: `6010${i}`, given: script, family: script };
    const page = await clinic.visit(seat, patient);
    assert.match(await page.locator("header .name").innerText(), /[<>{]/);
    assert.ok((await page.locator("header .name").innerText()).includes(script));
    await page.evaluate((text) => {
      for (const input of document.querySelectorAll("#assess input[type=text]")) {
        input.removeAttribute("maxlength");
        input.value = text;
      }
      draft.changed(0);
    }, script);
    await previewed(page);
    await page.reload();
    const shown = await page.locator("#assess input[type=text]").evaluateAll((all) => all.map((input) => input.value));
    assert.ok(shown.length > 40);
    assert.deepEqual([...new Set(shown)], [script]);
    assert.equal(await page.locator("main img[src=x], main script, header b").count(), 0);
    await page.close();
  });
}

test("free text and names are text on the program's pages too", async () => {
  const seat = await clinic.seat();
  const page = await clinic.visit(seat, { ...patients.v01, id: "60200", family: kScripts[1], given: kScripts[0] });
  await press(page, typing.v01);
  await page.locator("[name=goal_text]").fill(kScripts[1]);
  await previewed(page, "ready");
  await create(page);
  await page.locator("[name=note]").fill(kScripts[0] + kScripts[1]);
  await settled(page);
  await press(page, "✓");
  await page.locator(".given a").waitFor();
  assert.ok((await page.locator("header .name").innerText()).includes(kScripts[1]));
  assert.equal(await page.locator("img[src=x], main script").count(), 0);
});

test("answers that the form does not offer are refused, not believed", async () => {
  const seat = await clinic.seat();
  const page = await clinic.visit(seat, { ...patients.v01, id: "60300", family: "Forged" });
  await page.evaluate((text) => {
    for (const input of document.querySelectorAll("#assess input[type=radio], #assess option")) input.value = text;
    document.querySelector("[name=pathway]").checked = true;
    draft.changed(0);
  }, kScripts[0]);
  await previewed(page, "fault");
  await page.locator("#row-pathway .fault").getByText(/./).first().waitFor();
});

test("a number out of range is told at its row, and stays", async () => {
  const seat = await clinic.seat();
  const page = await clinic.visit(seat, { ...patients.v01, id: "60400", family: "Far" });
  await press(page, "t⇥ b⇥ nnnnnnnn 142⇥ 36⇥");
  await previewed(page, "fault");
  const row = page.locator("#row-knee_extension");
  await row.locator(".fault").filter({ hasText: /0 to 90/ }).waitFor();
  assert.equal(await row.locator("input").first().inputValue(), "142");
  assert.equal(await page.locator("#primary").count(), 0);
});

test("everything works without scripts", async () => {
  const seat = await clinic.seat({ javaScriptEnabled: false });
  const page = await seat.newPage();
  await page.goto(clinic.link({ ...patients.v01, id: "60500", family: "Plain" }));
  await page.getByRole("button").click();
  await page.waitForURL("**/assess");
  const choose = (name, value) => page.locator(`label[for="${name}-${value}"]`).click();
  await choose("pathway", "TIGHT");
  await choose("affected_side", "BOTH");
  for (let i = 0; i < 8; ++i) {
    await page.locator(".group:not(.answered):visible .no-to-all").first().click();
  }
  const typed = {
    "legs.right.knee_extension_deficit_degrees": "38", "legs.left.knee_extension_deficit_degrees": "36",
    "legs.right.straight_leg_raise_degrees": "60", "legs.left.straight_leg_raise_degrees": "62",
    "pain.rest_score": "0", "pain.activity_score": "1", "minutes_per_day": "12",
  };
  for (const [name, value] of Object.entries(typed)) await page.locator(`[name="${name}"]`).fill(value);
  for (const side of ["right", "left"]) {
    await page.locator(`[name="legs.${side}.straight_leg_raise_limit_reason"]`).selectOption("POSTERIOR_THIGH_PULL");
  }
  for (const [name, value] of [["any_leg_symptoms", "NO"], ["comorbidities_confirmed", "NONE"],
    ["medications_confirmed", "NONE"], ["floor_transfer", "INDEPENDENT"], ["goal_class", "DAILY_COMFORT"]]) {
    await choose(name, value);
  }
  for (const piece of ["STRAP_OR_TOWEL", "CHAIR", "MAT", "WALL", "DOWEL_OR_BROOM"]) {
    await page.locator(`[name="equipment.${piece}"]`).check();
  }
  await page.locator("summary").getByText("Daily life").click();
  await page.locator("[name=sitting_hours_per_day]").fill("9");
  await page.locator("[name=self_efficacy_score]").fill("7");
  await page.getByRole("button", { name: "Update preview" }).last().click();
  await page.locator("#state.state-ready").waitFor();
  await page.getByRole("button", { name: "Create program" }).click();
  await page.waitForURL("**/programs/*");
  assert.deepEqual(clinic.programOf(page).weeks, clinic.preview("v01").weeks);
  await page.locator("#primary").click();
  await page.locator(".given a").waitFor();
  assert.equal(clinic.programOf(page).state, "STATE_ACTIVE");
});
