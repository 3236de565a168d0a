// What comes between a clinician and the form: nothing typed may be lost, and the page must say in
// a sentence what happened.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { bornFor, Clinic, create, patients, press, previewed, settled, typing } from "./clinic.mjs";

let clinic;
before(async () => { clinic = await Clinic.open(); });
after(() => clinic.close());

let count = 0;
const somebody = () => ({ id: String(50100 + ++count), given: "Test", family: `Person${count}`, age: 34, sex: "male" });

async function answers(page) {
  await page.waitForLoadState();
  return page.evaluate(() => {
    const frame = ["token", "request_id", "tab_id", "draft_etag"];
    return Object.fromEntries([...new FormData(document.getElementById("assess"))].filter(([name]) => !frame.includes(name)));
  });
}
const bar = (page, text) => page.locator("#bar").filter({ hasText: text }).waitFor();
const kHalf = "t⇥ b⇥ nnn";

async function begun(options) {
  const seat = await clinic.seat();
  const patient = somebody();
  const page = await clinic.visit(seat, patient, options);
  await press(page, kHalf);
  await previewed(page);
  return { seat, patient, page };
}

test("a reload in the middle of the form finds the draft as it was", async () => {
  const { page } = await begun();
  const typed = await answers(page);
  assert.equal(typed.pathway, "TIGHT");
  await page.reload();
  assert.deepEqual(await answers(page), typed);
  assert.equal(await page.locator(".group.answered").count(), 3);
});

test("a cut network is told, and what was typed meanwhile is saved when it is back", async () => {
  const { page, seat } = await begun();
  await seat.setOffline(true);
  await press(page, "nnnnn 38⇥ 36⇥");
  await bar(page, "No connection. What you type stays on this page.");
  await bar(page, "Draft saved");
  await seat.setOffline(false);
  await bar(page, "Saved again.");
  const typed = await answers(page);
  assert.equal(typed["legs.left.knee_extension_deficit_degrees"], "36");
  await previewed(page);
  await page.reload();
  assert.deepEqual(await answers(page), typed);
});

test("an ended session locks the page, and a new launch finds the draft", async () => {
  const { page, seat, patient } = await begun();
  const typed = await answers(page);
  await seat.clearCookies();
  await press(page, "n");
  await bar(page, "This page is locked.");
  assert.equal(await page.locator("main").isVisible(), false);
  const again = await clinic.visit(seat, patient);
  assert.deepEqual(await answers(again), typed);
});

test("without a session there is a sentence, and no patient", async () => {
  const { page, seat } = await begun();
  await seat.clearCookies();
  const answer = await page.goto(page.url());
  assert.equal(answer.status(), 401);
  assert.match(await page.locator("main").innerText(), /press its Ischia button/);
  assert.doesNotMatch(await page.content(), /Person/);
});

test("a second tab is noticed, both answers are offered, and none is lost", async () => {
  const { page, seat } = await begun();
  const other = await seat.newPage();
  await other.goto(page.url());
  await press(other, "⇥⇥ nnnnnn 41⇥");
  await previewed(other);
  await press(page, "nnnnn 38⇥ 36⇥");
  await bar(page, "Also open in another tab");
  await page.getByRole("button", { name: "Compare" }).click();
  const rows = page.locator("tbody tr");
  await rows.first().waitFor();
  assert.deepEqual(await rows.evaluateAll((all) => all.map((row) =>
    [...row.querySelectorAll("td label")].map((cell) => cell.textContent.trim()))), [["38", "41"], ["36", "–"]]);
  await rows.nth(0).getByRole("radio").nth(1).check();
  await rows.nth(1).getByRole("radio").nth(0).check();
  await page.getByRole("button", { name: "Save these answers" }).click();
  await page.locator("#assess").waitFor();
  const merged = await answers(page);
  assert.equal(merged["legs.right.knee_extension_deficit_degrees"], "41");
  assert.equal(merged["legs.left.knee_extension_deficit_degrees"], "36");
});

test("of two clinicians at one patient the slower is told who was faster", async () => {
  const { page, patient } = await begun();
  const other = await clinic.visit(await clinic.seat(), patient, { user: "m.lindqvist" });
  await press(other, "l");
  await previewed(other);
  await page.locator("[name=pathway]:checked").focus();
  await press(page, "p");
  await bar(page, "m.lindqvist has changed this assessment");
  await page.getByRole("button", { name: "Compare" }).click();
  await page.getByText("m.lindqvist has changed").waitFor();
  assert.deepEqual((await page.locator("tbody th, tbody label").allInnerTexts()).map((text) => text.trim()),
    ["Pathway", "Prevention", "Low back pain"]);
  await page.getByRole("link", { name: "Take all of theirs" }).click();
  await page.locator("#assess").waitFor();
  assert.deepEqual(await answers(page), await answers(other));
});

test("a page of the patient before can be read, and saves nothing", async () => {
  const { page, seat, patient } = await begun();
  const typed = await answers(page);
  await clinic.visit(seat, somebody());
  await press(page, "n");
  await bar(page, "Your software now shows another patient. Nothing can be saved here.");
  assert.equal(await page.locator("main").isVisible(), true);
  assert.equal(await page.locator("form button:enabled").count(), 0);
  const back = await clinic.visit(seat, patient);
  assert.deepEqual(await answers(back), typed);
});

test("the same holds where the other patient is open in another browser", async () => {
  const { page } = await begun();
  await clinic.visit(await clinic.seat(), somebody());
  await press(page, "n");
  await bar(page, "Your software now shows another patient. Nothing can be saved here.");
});

test("a launch is good once, and only as it was made", async () => {
  const seat = await clinic.seat();
  const link = clinic.link(somebody());
  const page = await seat.newPage();
  await page.goto(link);
  await page.waitForURL("**/assess");
  const thief = await (await clinic.seat()).newPage();
  const letter = link.at(-3) === "A" ? "B" : "A";
  for (const bad of [link, link.slice(0, -3) + letter + link.slice(-2), link.slice(0, -5), link.replace("/sample/", "/other/")]) {
    await thief.goto(bad);
    await thief.getByText("This link was good for one minute and one use.").waitFor();
    assert.doesNotMatch(await thief.content(), /Person/);
  }
});

test("a stale page of a program is told so, and changes nothing", async () => {
  const seat = await clinic.seat();
  const page = await clinic.visit(seat, { ...patients.v01, id: "50900", family: "Stale" });
  await press(page, typing.v01);
  await previewed(page, "ready");
  await create(page);
  const old = await seat.newPage();
  await old.goto(page.url());
  await settled(page);
  await press(page, "✓");
  await page.locator(".given a").waitFor();
  const program = clinic.programOf(page);
  await settled(old);
  await press(old, "✓");
  await old.getByRole("heading", { name: "This did not work" }).waitFor();
  assert.match(await old.locator("main").innerText(), /changed|no draft|already/i);
  assert.deepEqual(clinic.programOf(page), program);
});
