// Ticking rows: one, a range with shift, the page; what is ticked is kept while paging through the same list.
let kept = new Set();
let list = "";
let lastTicked = null;

const LIST = "form[data-select], form[data-select-form]";
const formOf = () => document.querySelector(LIST);
const boxesOf = (form) => [...form.querySelectorAll("[data-row] input[type=checkbox]")];

// Without the place in it, the address says which list this is.
function listAddress() {
  const query = new URLSearchParams(location.search);
  for (const place of ["from", "page", "cursor", "after", "before", "per_page"]) query.delete(place);
  return `${location.pathname}?${query}`;
}

document.addEventListener("htmx:load", () => {
  const form = formOf();
  if (!form) return;
  if (list !== listAddress()) kept = new Set();
  list = listAddress();
  lastTicked = null;
  for (const box of boxesOf(form)) {
    if (kept.has(box.value)) box.checked = true;
    else if (box.checked) kept.add(box.value);
  }
  show(form);
});

document.addEventListener("click", (event) => {
  const form = formOf();
  if (!form?.contains(event.target)) return;
  if (event.target.matches("[data-select-page]")) tick(boxesOf(form), event.target.checked);
  else if (event.target.matches("[data-select-none]")) clear(form);
  else if (event.target.matches("[data-row] input[type=checkbox]")) tickTo(form, event.target, event.shiftKey);
  else return;
  show(form);
});

// What was chosen has been dealt with once the form has gone.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { requestConfig, xhr } = event.detail;
  if (requestConfig.elt.matches(LIST) && requestConfig.verb !== "get" && xhr.status < 400) kept = new Set();
});

function tickTo(form, box, wholeRange) {
  const boxes = boxesOf(form);
  const from = boxes.indexOf(lastTicked);
  const to = boxes.indexOf(box);
  const range = wholeRange && from >= 0 ? boxes.slice(Math.min(from, to), Math.max(from, to) + 1) : [box];
  tick(range, box.checked);
  lastTicked = box;
}

function tick(boxes, on) {
  for (const box of boxes) {
    box.checked = on;
    kept[on ? "add" : "delete"](box.value);
  }
}

function clear(form) {
  tick(boxesOf(form), false);
  kept = new Set();
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
  const number = kept.size.toLocaleString("en");
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
