// Lays the blocks of #source out on sheets: notes to the foot of the page that refers to them, paragraphs broken by words,
// tables by rows. Chromium has no footnotes of its own.
"use strict";

const settings = JSON.parse(document.getElementById("settings").textContent);
const notes = settings.notes;
let sheet, main, foot, target, count = 0;

function element(name, className, parent) {
  const made = document.createElement(name);
  made.className = className;
  if (parent) parent.append(made);
  return made;
}

function newSheet(landscape) {
  count += 1;
  sheet = element("div", landscape ? "sheet wide" : "sheet", document.body);
  const head = element("div", "head", sheet);
  main = element("div", "main", sheet);
  foot = element("div", "foot", sheet);
  const tail = element("div", "tail", sheet);
  if (settings.running) element("div", "running", head).textContent = settings.running;
  if (settings.number !== "none" && (count > 1 || settings.firstNumbered)) {
    element("div", "number", settings.number === "top" ? head : tail).textContent = settings.form.replace("{}", count);
  }
  target = main;
}

function isOver() {
  return main.scrollHeight > main.clientHeight + 1 || target.scrollWidth > target.clientWidth + 1;
}

function rendered(id, mark) {
  const note = element("div", "note");
  const label = element(settings.raised ? "sup" : "span", "", note);
  label.textContent = mark;
  note.append(settings.gap);
  const body = element("span", "", note);
  body.innerHTML = notes[id].html;
  note.dataset.note = id;
  return note;
}

// Puts at the foot the notes that the page's text refers to, numbered anew where the document does so.
function settleNotes() {
  foot.replaceChildren();
  const marks = [...main.querySelectorAll("[data-mark]")].filter((mark) => !notes[mark.dataset.mark].atEnd);
  if (marks.length && settings.rule) element("div", "rule", foot);
  marks.forEach((mark, index) => {
    if (settings.perPage) mark.firstElementChild.textContent = settings.around.replace("1", index + 1);
    foot.append(rendered(mark.dataset.mark, mark.textContent));
  });
}

function fits(node) {
  target.append(node);
  settleNotes();
  if (!isOver()) return true;
  node.remove();
  settleNotes();
  return false;
}

// Cuts a paragraph so that its first words fit; returns the rest, or null where none do.
function cut(block) {
  const words = [...block.children];
  if (block.dataset.whole || words.length < 12) return null;
  let low = 0, high = words.length - 1;
  const first = block.cloneNode(false);
  const take = (many) => first.replaceChildren(...words.slice(0, many).map((word) => word.cloneNode(true)));
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    take(middle);
    if (fits(first)) { first.remove(); low = middle; } else high = middle - 1;
  }
  if (low < 8) return null;
  take(low);
  if (settings.justified && block.classList.contains("justify")) first.style.textAlignLast = "justify";
  target.append(first);
  settleNotes();
  const rest = block.cloneNode(false);
  rest.classList.add("continued");
  rest.replaceChildren(...words.slice(low));
  return rest;
}

// Cuts a table after the last row that fits.
function cutTable(table) {
  const rows = [...table.tBodies[0].rows];
  const first = table.cloneNode(true);
  const own = [...first.tBodies[0].rows];
  let keep = rows.length;
  while (keep > 0) {
    own[--keep]?.remove();
    if (keep && fits(first)) break;
    first.remove();
  }
  if (keep < 1) return null;
  const rest = table.cloneNode(true);
  [...rest.tBodies[0].rows].slice(0, keep).forEach((row) => row.remove());
  if (!settings.repeats) rest.tHead?.remove();
  return rest;
}

function lay(block) {
  if (block.dataset.page !== undefined) {
    newSheet(block.dataset.page === "wide");
    return;
  }
  if (block.dataset.columns !== undefined) {
    const begin = () => { target = element("div", "columns", main); };
    begin();
    for (const inner of [...block.children]) place(inner, () => { newSheet(false); begin(); });
    return;
  }
  place(block, () => newSheet(sheet.classList.contains("wide")));
}

function place(block, turn) {
  for (let tries = 0; block && tries < 40; tries++) {
    if (fits(block)) return;
    const isEmpty = !target.children.length;
    const rest = block.tagName === "TABLE" ? cutTable(block) : cut(block);
    if (rest) block = rest;
    else if (isEmpty) { target.append(block); settleNotes(); return; }
    // A heading does not stay behind its text.
    const last = target.lastElementChild;
    const widow = last && !rest && last.dataset.sticky ? last : null;
    if (widow) { widow.remove(); settleNotes(); }
    turn();
    if (widow) fits(widow);
  }
}

window.addEventListener("load", async () => {
  await document.fonts.ready;
  const source = [...document.getElementById("source").children];
  document.getElementById("source").remove();
  for (const block of source) lay(block);
  document.title = "ready";
});
