// Ticking rows: one, a range with shift, the page, all that match; what is ticked is kept while paging through the same
// list.
let kept = new Set();
let everything = false;
let list = "";
let lastTicked = null;
// The form has gone, and what comes back will say what came of it.
let sent = false;

const LIST = "form[data-select], form[data-select-form]";
const formOf = () => document.querySelector(LIST);
const boxesOf = (form) => [...form.querySelectorAll("[data-row] input[type=checkbox]")];

// Without the place in it, the address says which list this is.
function listAddress() {
  const query = new URLSearchParams(location.search);
  for (const place of ["from", "page", "cursor", "after", "before", "at", "size", "per_page"]) query.delete(place);
  return `${location.pathname}?${query}`;
}

document.addEventListener("htmx:load", () => {
  const form = formOf();
  if (!form) return;
  const done = sent && !document.querySelector("[data-notice].bad");
  if (done || list !== listAddress()) forget();
  sent = false;
  list = listAddress();
  lastTicked = null;
  for (const box of boxesOf(form)) {
    if (everything || kept.has(box.value)) box.checked = true;
    else if (box.checked) kept.add(box.value);
  }
  show(form);
});

document.addEventListener("click", (event) => {
  const form = formOf();
  if (!form?.contains(event.target)) return;
  if (event.target.matches("[data-select-all]")) chooseAll(form, event.target.checked);
  else if (event.target.matches("[data-select-page]")) tick(boxesOf(form), event.target.checked);
  else if (event.target.matches("[data-select-none]")) chooseAll(form, false);
  else if (event.target.matches("[data-row] input[type=checkbox]")) tickTo(form, event.target, event.shiftKey);
  else return;
  show(form);
});

// What was chosen has been dealt with once the form has gone, or the dry run it led to has been started; unless the page that
// comes back says why nothing was done.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, xhr } = event.detail;
  if (requestConfig.verb === "get" || xhr.status >= 400) return;
  const dryRun = xhr.responseURL.includes("/bulk/");
  if (requestConfig.elt.matches(LIST) ? !dryRun : requestConfig.path.includes("/bulk/")) sent = true;
});

function forget() {
  kept = new Set();
  everything = false;
}

function tickTo(form, box, wholeRange) {
  const boxes = boxesOf(form);
  const from = boxes.indexOf(lastTicked);
  const to = boxes.indexOf(box);
  const range = wholeRange && from >= 0 ? boxes.slice(Math.min(from, to), Math.max(from, to) + 1) : [box];
  tick(range, box.checked);
  lastTicked = box;
}

function tick(boxes, on) {
  // Whoever unticks one of all wants the others on this page.
  if (!on) everything = false;
  for (const box of boxes) {
    box.checked = on;
    kept[on ? "add" : "delete"](box.value);
  }
}

function chooseAll(form, on) {
  tick(boxesOf(form), on);
  if (!on) kept = new Set();
  everything = on;
}

function show(form) {
  const boxes = boxesOf(form);
  const ticked = boxes.filter((box) => box.checked);
  for (const box of boxes) box.closest("[data-row]").setAttribute("aria-selected", String(box.checked));
  const page = form.querySelector("[data-select-page]");
  if (page) {
    page.hidden = false;
    page.checked = boxes.length > 0 && ticked.length === boxes.length;
    page.indeterminate = ticked.length > 0 && !page.checked;
  }
  const all = form.querySelector("[data-select-all]");
  // A list that is not the one asked for offers no such choice.
  if (!all) everything = false;
  else all.checked = everything;
  const number = everything ? `All ${all.dataset.selectAll}` : kept.size.toLocaleString("en");
  for (const count of form.querySelectorAll("[data-selected-count]")) {
    count.textContent = count.matches("b") ? number : `${number} selected`;
  }
  for (const bar of form.querySelectorAll("[data-bulk]")) {
    bar.hidden = kept.size === 0;
    bar.toggleAttribute("data-on", kept.size > 0);
  }
  carry(form, boxes);
}

// Rows ticked on other pages travel as hidden fields.
function carry(form, boxes) {
  for (const field of form.querySelectorAll("[data-carried]")) field.remove();
  const here = new Set(boxes.map((box) => box.value));
  for (const value of kept) {
    if (here.has(value) || boxes.length === 0) continue;
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: boxes[0].name, value });
    field.dataset.carried = "";
    form.append(field);
  }
}
