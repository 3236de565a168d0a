// A clinic of one test file: a service in a folder of its own, a browser, and clinicians who open
// patients in it. Every page is watched; what it executes, logs or breaks of its policy is a fault.
import { execFileSync, spawn } from "node:child_process";
import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import readline from "node:readline";

const { ISCHIAD, ISCHIA, WEB_PACKAGES, PICTURES } = process.env;
export const require = createRequire(path.join(WEB_PACKAGES, "package.json"));
const { chromium } = require("playwright-core");

const kPrescribe = new URL("../../data/prescribe/", import.meta.url);

// A birth date that makes somebody this old today, and is no host's default day.
export function bornFor(age) {
  const now = new Date();
  const born = new Date(Date.UTC(now.getUTCFullYear() - age, now.getUTCMonth(), now.getUTCDate() - 40));
  if (born.getUTCMonth() === 0 && born.getUTCDate() === 1) born.setUTCDate(2);
  return born.toISOString().slice(0, 10);
}

// The patients of the worked cases; the names are invented.
export const patients = {
  v01: { id: "40117", given: "Tobias", family: "Fennimore", age: 34, sex: "male" },
  v03: { id: "40233", given: "Anselm", family: "Varga-Lindqvist", age: 45, sex: "male" },
  v07: { id: "40277", given: "Oda", family: "Marchetti", age: 72, sex: "female" },
  v10: { id: "40301", given: "Ruta", family: "Castellane", age: 38, sex: "female" },
  v11: { id: "40344", given: "Jonas", family: "Abernathy", age: 27, sex: "male" },
};

async function startService(folder, settings) {
  const service = spawn(ISCHIAD, [
    "--set=listen.address=127.0.0.1:0", "--set=console.address=127.0.0.1:0",
    `--set=storage.file=${folder}/ischia.db`, `--set=secrets.key_file=${folder}/ischia.key`,
    `--set=mail.maildir=${folder}/mail`,
    "--set=practice.sample.display_name=Sample Practice",
    "--set=practice.sample.phone_number=+1 555 0100",
    "--set=practice.sample.emergency_number=112", ...settings,
  ], { stdio: ["ignore", "pipe", fs.openSync(`${folder}/log`, "w")] });
  const said = {};
  for await (const line of readline.createInterface({ input: service.stdout })) {
    const [word, value] = line.split(" ");
    if (word === "ready" || word === "console") said[word] = value;
    if (said.ready && said.console) break;
  }
  assert.ok(said.console, `ischiad did not start: ${fs.readFileSync(`${folder}/log`, "utf8")}`);
  service.stdout.resume();
  return { service, address: said.ready, url: said.console };
}

export class Clinic {
  static async open(settings = []) {
    const clinic = new Clinic();
    clinic.folder = fs.mkdtempSync(path.join(os.tmpdir(), "ischia-console-"));
    Object.assign(clinic, await startService(clinic.folder, settings));
    clinic.faults = [];
    clinic.browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-dev-shm-usage",
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
    });
    return clinic;
  }

  async close() {
    await this.browser?.close();
    const ended = new Promise((resolve) => this.service.once("exit", resolve));
    this.service.kill("SIGTERM");
    await ended;
    fs.rmSync(this.folder, { recursive: true, force: true });
    assert.deepEqual(this.faults, []);
  }

  // Runs the command line and reads its JSON.
  ischia(...words) {
    return JSON.parse(execFileSync(ISCHIA, [...words, "--address", this.address, "--json"]));
  }

  // The one-time address that a host would open.
  link(patient, { user = "d.okonjo-reyes", view = "assess" } = {}) {
    const words = ["launch", "--user", user, "--view", view, "--host-id", "pvs",
      "--host-patient-id", patient.id, "--given-name", patient.given, "--family-name", patient.family];
    if (patient.age) words.push("--birth-date", bornFor(patient.age));
    if (patient.born) words.push("--birth-date", patient.born);
    if (patient.sex) words.push("--sex", patient.sex);
    return this.ischia(...words).url;
  }

  // The practice's own page, as an admin opens it.
  async settings(seat) {
    const page = await seat.newPage();
    await page.goto(this.ischia("launch", "--view", "practice", "--user", "m.admin").url);
    await page.waitForURL("**/console/practice");
    return page;
  }

  preview(name) {
    return this.ischia("preview", new URL(`${name}.assessment.json`, kPrescribe).pathname,
      "--start", "2026-06-01");
  }

  // The program that a page shows, as the service has it.
  programOf(page) {
    const [, patient, program] = page.url().match(/patients\/(\w+)\/programs\/(\w+)/);
    return this.ischia("show", `practices/sample/patients/${patient}/programs/${program}`);
  }

  // A browser of its own for one clinician.
  async seat(options = {}) {
    const context = await this.browser.newContext({
      viewport: { width: 1280, height: 900 }, locale: "en-US", ...options });
    context.setDefaultTimeout(30_000);
    context.on("page", (page) => this.watch(page));
    await context.addInitScript(() => document.addEventListener("securitypolicyviolation",
      (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)));
    return context;
  }

  watch(page) {
    page.on("pageerror", (error) => this.faults.push(`page error: ${error.message}`));
    page.on("dialog", (dialog) => {
      if (dialog.type() !== "beforeunload") this.faults.push(`dialog: ${dialog.message()}`);
      dialog.accept();
    });
    // A status the test asked for, or a cut line, is logged by the browser itself.
    page.on("console", (message) => {
      const own = message.text().startsWith("Failed to load resource");
      if (message.type() === "error" && !own) this.faults.push(`console: ${message.text()}`);
    });
  }

  // Opens a patient as the host does, in a new tab of `seat`.
  async visit(seat, patient, options) {
    const page = await seat.newPage();
    await page.goto(this.link(patient, options));
    await page.waitForURL("**/console/**");
    return page;
  }
}

// The page's first second ignores Ctrl+Enter, so that one press does one thing.
export const settled = (page) => page.waitForFunction(() => performance.now() - opened >= 1000);

const kNamed = { "⇥": "Tab", "⇤": "Shift+Tab", "⏎": "Enter", "␣": "Space", "→": "ArrowRight", "✓": "Control+Enter" };

// Presses keys, one by one: ⇥ Tab, ⏎ Enter, ␣ Space, → arrow, ✓ Ctrl+Enter; blanks only part them
// for the reader. Returns how many there were; a chord is one.
export async function press(page, text) {
  const keys = [...text.replace(/\s/g, "")];
  for (const key of keys) await page.keyboard.press(kNamed[key] ?? key);
  return keys.length;
}

// Waits until everything typed has come back from the service.
export async function previewed(page, state) {
  await page.waitForFunction(() => typeof draft === "undefined" || (!draft.dirty && !draft.sending));
  if (state) await page.locator(`#state.state-${state}`).waitFor();
}

// Creates from the keyboard, and waits for the page that follows.
export async function create(page) {
  await settled(page);
  const keys = await press(page, "✓");
  await page.waitForURL("**/programs/*");
  return keys;
}

export async function picture(page, name) {
  if (!PICTURES) return;
  fs.mkdirSync(PICTURES, { recursive: true });
  await page.evaluate(() => scrollTo(0, 0));
  await page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });
}

// -- The worked cases, by keyboard ----------------------------------------------------------------

const kScreen = "nnnnnnnn";
export const typing = {
  v01: `t⇥ b⇥ ${kScreen} 38⇥ 36⇥ ⇥ 60⇥ p⇥ 62⇥ p⇥ 0⇥ 1⇥ n⇥ n⇥ n⇥ i⇥ scmwd⇥ 12⇥ d⇥ ⇥⇥⇥ ⏎⇥ 9⇥ 7`,
  v03: `l⇥ n⇥ ${kScreen}n 41⇥ 42⇥ ⇥ 60⇥ p⇥ 58⇥ p⇥ 2⇥ 5⇥ 28⇥⇥ y⇥ n⇥ n⇥ n⇥ n⇥ 128⇥ 80⇥ n⇥ n⇥ i⇥ osmd⇥
        15⇥ d⇥ ⏎⇥ p⇥ f⇥ ⇥ ⇥⇥ ⏎⇥ ⇥ 6`,
  v10: "l⇥ b⇥⇥ yynyn",
  v11: `t⇥ b⇥ ${kScreen} 12⇥ 13⇥ ⇥ 88⇥ p⇥ 87⇥ p⇥ 0⇥ 2⇥ n⇥ n⇥ n⇥ i⇥ mcd⇥ 12⇥ s⇥ ⏎⇥ a⇥ ⇥⇥ ⇥ ⏎⇥ -8⇥ -6⇥
        ⇥⇥⇥⇥⇥⇥ ⏎⇥ 7`,
  // In the list of conditions letters go from box to box: osteoporosis is the second with an o, and
  // has its T-score behind it.
  v07: `t⇥ b⇥ ${kScreen} 31⇥ 33⇥ ⇥ ⇥⇥⇥⇥ 1⇥ 2⇥ n⇥ 134⇥ 78⇥ l⇥ n⇥ oo␣⇥ -2.9⇤ v␣⇥ 2⇥ 15⇥ n⇥ w⇥ csb⇥ 10⇥ d⇥ ⇥⇥⇥ ⏎⇥ ⇥ 5`,
};
