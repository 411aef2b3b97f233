// Keys for people who live in the lists: none of them acts while something is being typed.
const typing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const rows = () => [...document.querySelectorAll("#page [data-row]")];
const rowInUse = () => document.activeElement?.closest("[data-row]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const act = { "/": search, j: () => step(1), k: () => step(-1), x: tick, u: undo, "?": explain, Enter: follow }[event.key];
  if (act && act(event) !== false) event.preventDefault();
});

function search() {
  const field = document.querySelector("#page [data-search]");
  if (!field) return false;
  field.focus();
  field.select();
}

function step(by) {
  const all = rows();
  if (all.length === 0) return false;
  const at = all.indexOf(rowInUse());
  const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
  all[next].querySelector(".row-link, a[href]")?.focus();
  all[next].scrollIntoView({ block: "nearest" });
}

function tick() {
  const box = rowInUse()?.querySelector("input[type=checkbox]");
  if (!box) return false;
  box.click();
}

function undo() {
  const button = document.querySelector("#page .notice button");
  if (!button) return false;
  button.click();
}

// On the row's link Enter works by itself; on its checkbox it would do nothing.
function follow(event) {
  const link = rowInUse()?.querySelector(".row-link");
  if (!link || !event.target.matches("input[type=checkbox]")) return false;
  link.click();
}

const KEYS = [
  ["/", "Search"],
  ["j", "Next row"],
  ["k", "Previous row"],
  ["x", "Select the row"],
  ["Enter", "Open the row"],
  ["u", "Undo what was just done"],
  ["Ctrl K", "Go anywhere"],
  ["Esc", "Close a menu or a dialog"],
  ["?", "This list"],
];

function explain() {
  const section = document.createElement("section");
  section.className = "dialog-body";
  section.id = "dialog-content";
  section.innerHTML =
    '<h1 id="dialog-title">Keys</h1><dl class="keys-list"></dl>' +
    '<div class="dialog-foot"><button class="button" type="button" data-close>Close</button></div>';
  for (const [keys, meaning] of KEYS) {
    const [term, text] = [document.createElement("dt"), document.createElement("dd")];
    for (const key of keys.split(" ")) {
      term.append(Object.assign(document.createElement("kbd"), { textContent: key }), " ");
    }
    text.textContent = meaning;
    section.querySelector("dl").append(term, text);
  }
  document.dispatchEvent(new CustomEvent("gatehouse:dialog", { detail: section }));
}
