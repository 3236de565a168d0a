// Makes the pages quicker at the keyboard. Everything works without it: forms are plain forms, and
// nothing is decided here. What is typed is sent to the service and kept there, never in the
// browser.
"use strict";

const kTypingPause = 150;       // ms after the last key
const kWaitingShows = 400;      // ms until "Checking…"
const kRetry = 3000;            // ms between attempts without a network
// The service notes activity once a minute, so a session of 15 minutes may end in the last one.
const kIdleWarning = 12 * 60 * 1000;
const kIdleEnd = 14 * 60 * 1000;

document.documentElement.classList.add("scripts");
const opened = performance.now();
const words = document.getElementById("words")?.dataset ?? {};
const bar = document.getElementById("bar");
const byId = (id) => document.getElementById(id);

function say(text) {
  if (!bar) return;
  bar.replaceChildren();
  if (!text) return;
  const line = document.createElement("p");
  line.className = "alert";
  line.textContent = text;
  bar.append(line);
}

// -- The session ends by itself -----------------------------------------------------------------

let lastRequest = Date.now();
function watchIdle() {
  const idle = Date.now() - lastRequest;
  if (idle >= kIdleEnd) {
    byId("main").hidden = true;
    say(words.locked);
    return;
  }
  if (idle >= kIdleWarning) say(words.locks);
  setTimeout(watchIdle, Math.max(1000, (idle >= kIdleWarning ? kIdleEnd : kIdleWarning) - idle));
}
if (bar) watchIdle();

// -- The assessment -----------------------------------------------------------------------------

function element(name, className) {
  const made = document.createElement(name);
  made.className = className;
  return made;
}

// What is wrong with a cell's answer stands behind it, and its field says where.
function settle(cell, told) {
  const field = cell.querySelector("input, select");
  cell.classList.toggle("faulty", told !== "");
  let fault = cell.querySelector(".fault");
  if (!told) {
    fault?.remove();
    field.removeAttribute("aria-describedby");
    return;
  }
  fault ??= cell.appendChild(element("span", "fault"));
  fault.id = "fault-" + field.id;
  field.setAttribute("aria-describedby", fault.id);
  if (fault.textContent !== told) fault.textContent = told;
}

class Draft {
  constructor(form) {
    this.form = form;
    this.dirty = false;
    this.sending = null;
    this.timer = 0;
    this.offline = false;
    form.addEventListener("input", () => this.changed(kTypingPause));
    form.addEventListener("change", () => this.changed(0));
    window.addEventListener("beforeunload", (event) => {
      if (this.dirty && !this.leaving) event.preventDefault();
    });
  }

  changed(delay) {
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), delay);
  }

  // One request at a time: each goes on from the draft that the one before has left.
  flush() {
    clearTimeout(this.timer);
    if (!this.sending) {
      this.sending = this.send().finally(() => { this.sending = null; });
    }
    return this.sending.then(() => (this.dirty && !this.offline && !this.conflict ? this.flush() : undefined));
  }

  async send() {
    if (!this.dirty || this.conflict) return;
    this.dirty = false;
    const waiting = setTimeout(() => this.showWaiting(), kWaitingShows);
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body: new URLSearchParams(new FormData(this.form)),
        headers: { "X-Ischia-Part": "1" },
      });
      lastRequest = Date.now();
      this.take(answer.status, await answer.text());
    } catch {
      this.lost();
    } finally {
      clearTimeout(waiting);
    }
  }

  showWaiting() {
    byId("preview").classList.add("waiting");
    byId("state").textContent = words.checking;
  }

  lost() {
    this.dirty = true;
    this.offline = true;
    say(words.offline + " " + byId("draft-state").textContent);
    this.timer = setTimeout(() => { this.offline = false; this.flush(); }, kRetry);
  }

  take(status, html) {
    const part = new DOMParser().parseFromString(html, "text/html");
    if (status === 401) {
      byId("main").hidden = true;
      this.conflict = true;
      say(words.locked);
    } else if (part.querySelector("[data-conflict]")) {
      this.conflict = true;
      bar.replaceChildren(...part.getElementById("bar").childNodes);
    } else if (status !== 200 || !part.getElementById("preview")) {
      this.dirty = true;
      if (status === 409 || status === 403) this.stop(part);
      else this.lost();
    } else {
      if (bar.textContent) say(words.savedAgain);
      this.put(part);
      setTimeout(() => { if (!this.dirty) say(""); }, 2000);
    }
  }

  // Nothing can be saved here any more: what is typed stays to be read.
  stop(part) {
    this.conflict = true;
    say((part.querySelector(".alert, [role=alert] p") ?? part.body).textContent);
    for (const button of this.form.querySelectorAll("button")) button.disabled = true;
  }

  // The region is replaced as one piece; what was open stays open, and focus never moves.
  put(part) {
    const before = byId("preview");
    const fresh = part.getElementById("preview");
    const openedBefore = new Set([...before.querySelectorAll("details")].filter((d) => d.open).map((d) => d.querySelector("strong").textContent));
    const known = before.querySelector("details") !== null;
    if (known) for (const d of fresh.querySelectorAll("details")) d.open = openedBefore.has(d.querySelector("strong").textContent);
    if (!before.contains(document.activeElement)) before.replaceWith(fresh);
    else this.putBeside(before, fresh);
    const open = byId("answer").dataset.part;
    showPart(byId("part-" + open) ? open : "program");
    byId("draft-state").textContent = part.getElementById("draft-state").textContent;
    byId("screen-state").textContent = part.getElementById("screen-state").textContent;
    // What was typed meanwhile is newer than these notes; its own are on their way.
    if (!this.dirty) for (const note of part.querySelectorAll("#notes li")) this.note(note);
  }

  // A button of the region has focus: it stays, and so does its place.
  putBeside(before, fresh) {
    const id = document.activeElement.id;
    before.replaceWith(fresh);
    if (id) byId(id)?.focus({ preventScroll: true });
  }

  note(note) {
    if (note.dataset.group) {
      const group = byId("row-screen." + note.dataset.group);
      group.classList.toggle("shown", "shown" in note.dataset);
      group.classList.toggle("alarm", "alarmed" in note.dataset);
      group.querySelector(".group-state").textContent = note.textContent;
      return;
    }
    const row = byId("row-" + note.dataset.row);
    row.classList.toggle("shown", "shown" in note.dataset);
    row.classList.toggle("open", "open" in note.dataset);
    row.dataset.alarm = note.dataset.alarm;
    const line = row.querySelector(".line") ?? row.appendChild(element("p", "line"));
    line.textContent = note.querySelector("[data-line]").textContent;
    for (const fault of row.querySelectorAll(".fault")) settle(fault.closest(".cell"), "");
    for (const told of note.querySelectorAll("[data-fault]")) {
      settle(row.querySelector(`[name="${told.dataset.fault}"]`).closest(".cell"), told.textContent);
    }
  }
}

const isShown = (element) => element.offsetParent !== null;
const kFields = "input:not([type=hidden]):not([tabindex='-1']), select, textarea, button:not([tabindex='-1']), summary";

function fieldsOf(form) {
  return [...form.querySelectorAll(kFields)].filter(isShown);
}

function focusAfter(form, element) {
  const fields = fieldsOf(form);
  const after = fields.find((field) => element.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING &&
    !element.contains(field));
  after?.focus();
}

function pick(input) {
  if (!input.checked) {
    input.checked = true;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }
  input.focus();
}

// Folds once every question has a no.
function fold(group) {
  const questions = [...group.querySelectorAll(".question input[value=NO]")];
  group.classList.toggle("answered", questions.every((no) => no.checked));
}

function hasOpenQuestion(group) {
  return [...group.querySelectorAll("[role=radiogroup]")].some((question) => !question.querySelector(":checked"));
}

function noToAll(group, form, draft) {
  for (const question of group.querySelectorAll(".question")) {
    const said = question.querySelector("input[value=YES]:checked");
    const no = question.querySelector("input[value=NO]");
    if (no && !said) no.checked = true;
  }
  fold(group);
  draft.changed(0);
  const open = [...form.querySelectorAll(".group")].find((other) => isShown(other) && hasOpenQuestion(other));
  if (open) open.querySelector(".no-to-all").focus();
  else focusAfter(form, byId("red-flags"));
}

// One stop for all boxes of a row. A letter that is marked ticks its box; in a long list, where none
// is, it goes to the next box that begins with it.
function rove(cells, draft) {
  const ticks = [...cells.querySelectorAll("input[type=checkbox]")];
  const none = ticks.find((tick) => tick.name.endsWith(".NONE"));
  const hold = (current) => ticks.forEach((tick) => { tick.tabIndex = tick === current ? 0 : -1; });
  hold(ticks[0]);
  const settle = (tick) => {
    if (!tick.checked || !none) return;
    if (tick === none) ticks.forEach((other) => { other.checked = other === none; });
    else none.checked = false;
  };
  cells.addEventListener("change", (event) => settle(event.target));
  cells.addEventListener("focusin", (event) => { if (ticks.includes(event.target)) hold(event.target); });
  cells.addEventListener("keydown", (event) => {
    const at = ticks.indexOf(event.target);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const letter = event.key.toLowerCase();
    const begins = (tick) => tick.closest("label").textContent.trim().toLowerCase().startsWith(letter);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const found = ticks.find((tick) => tick.dataset.key === letter);
    const next = [...ticks.slice(at + 1), ...ticks.slice(0, at)].find(begins);
    if (step) ticks[(at + step + ticks.length) % ticks.length].focus();
    else if (found) {
      found.checked = !found.checked;
      settle(found);
      draft.changed(0);
    } else if (next && letter.length === 1 && letter !== " ") next.focus();
    else return;
    event.preventDefault();
  });
}

function onKey(event, form, draft) {
  const target = event.target;
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (!plain) return;
  if (target.matches(".no-to-all") && event.key.toLowerCase() === "n") {
    event.preventDefault();
    if (!event.repeat) noToAll(target.closest(".group"), form, draft);
  } else if (target.matches("input[type=radio]")) {
    const input = [...target.closest(".choice").querySelectorAll("input")].find((other) => other.dataset.key === event.key.toLowerCase());
    if (!input || event.repeat) return;
    event.preventDefault();
    pick(input);
    if (target.closest(".question")) focusAfter(form, target.closest(".question"));
  } else if (event.key === "Enter" && target.matches("input:not([type=checkbox]):not([type=radio])")) {
    event.preventDefault();
    focusAfter(form, target);
  } else if (event.key === "Escape") {
    const details = target.closest("details[open]");
    if (!details) return;
    details.open = false;
    details.querySelector("summary").focus();
  }
}

function startAssessment(form) {
  const draft = new Draft(form);
  form.addEventListener("keydown", (event) => onKey(event, form, draft));
  form.addEventListener("click", (event) => {
    const button = event.target.closest(".no-to-all");
    const group = event.target.closest(".group.answered");
    if (group && !group.matches(":focus-within")) group.querySelector(".no-to-all").focus();
    if (!button) return;
    event.preventDefault();
    if (!button.closest(".group.answered")) noToAll(button.closest(".group"), form, draft);
  });
  form.addEventListener("change", (event) => {
    const group = event.target.closest(".group");
    if (group) fold(group);
  });
  form.addEventListener("submit", () => { draft.leaving = true; });
  form.querySelectorAll("[data-roving]").forEach((cells) => rove(cells, draft));
  bar.addEventListener("click", (event) => {
    if (!event.target.matches("[data-merge]")) return;
    draft.leaving = true;
    form.requestSubmit(form.querySelector("button[value=preview]"));
  });
  document.addEventListener("keydown", () => {
    if (Date.now() - lastRequest < kIdleWarning) return;
    say("");
    draft.changed(0);
  });
  form.querySelector("[name=pathway]").focus();
  return draft;
}

// -- The parts of the preview --------------------------------------------------------------------

// One at a time where the page is narrow. Which one is open outlives the region.
function showPart(name) {
  const answer = byId("answer");
  if (!answer) return;
  answer.dataset.part = name;
  for (const button of answer.querySelectorAll("[data-part]")) {
    button.setAttribute("aria-pressed", String(button.dataset.part === name));
  }
}

// -- The one primary button ---------------------------------------------------------------------

function unread() {
  const form = byId("activate");
  const open = form ? [...form.querySelectorAll("[name^='sign.']")].find((tick) => !tick.checked) : undefined;
  const primary = byId("primary");
  if (!form || !primary) return undefined;
  primary.setAttribute("aria-disabled", open ? "true" : "false");
  byId("primary-why").textContent = open ? primary.dataset.unread.replace("{rule}", open.name.slice(5)) : "";
  return open;
}

async function pressPrimary(draft) {
  if (draft) await draft.flush();
  const primary = byId("primary");
  if (primary?.disabled) return;
  if (primary && primary.getAttribute("aria-disabled") !== "true") primary.form.requestSubmit(primary);
  else (unread() ?? document.querySelector(".open-rows a"))?.focus();
  const link = document.activeElement;
  if (!link?.matches(".open-rows a")) return;
  const row = document.querySelector(`[id="${link.hash.slice(1)}"]`);
  row?.querySelector("input, select, button")?.focus();
}

byId("answer")?.addEventListener("click", (event) => {
  const part = event.target.closest("button[data-part]")?.dataset.part;
  if (part) showPart(part);
});
showPart("program");

const assess = byId("assess");
const draft = assess ? startAssessment(assess) : undefined;

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.ctrlKey) return;
  event.preventDefault();
  if (event.repeat || performance.now() - opened < 1000) return;
  pressPrimary(draft);
});

const activate = byId("activate");
if (activate) {
  activate.addEventListener("change", unread);
  activate.addEventListener("submit", (event) => { if (unread()) event.preventDefault(); });
  unread();
  (activate.querySelector("[name^='sign.']") ?? byId("primary")).focus();
}

document.addEventListener("click", (event) => {
  const id = event.target.dataset?.copy;
  if (!id) return;
  byId(id).select();
  document.execCommand("copy");
  byId("copied").textContent = words.copied;
});

byId("launch")?.requestSubmit();
