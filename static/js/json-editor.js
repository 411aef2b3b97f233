// JSON text areas: a new line is indented like the one above, and the first mistake is marked where it is.
document.addEventListener("htmx:load", (event) => {
  for (const area of event.target.querySelectorAll("[data-json-editor]")) {
    const line = Number(area.dataset.errorLine);
    if (line > 0) goTo(area, line);
  }
});

document.addEventListener("keydown", (event) => {
  const area = event.target;
  if (!area.matches?.("[data-json-editor]") || event.key !== "Enter" || event.ctrlKey || event.isComposing) return;
  event.preventDefault();
  const before = area.value.slice(0, area.selectionStart);
  const indent = /[^\n]*$/.exec(before)[0].match(/^[ \t]*/)[0];
  insert(area, `\n${indent}${/[[{]\s*$/.test(before) ? "  " : ""}`);
});

// A mistake is told when the field is left, and taken back as soon as it is mended. What is being clicked must not move
// away under the pointer: then it is told after the click.
let pressed = false;
document.addEventListener("pointerdown", () => (pressed = true), true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => (pressed = false), true);

document.addEventListener("focusout", (event) => {
  const area = event.target;
  if (!area.matches?.("[data-json-editor]")) return;
  if (pressed) document.addEventListener("pointerup", () => setTimeout(() => area.isConnected && check(area)), { once: true });
  else check(area);
});
document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-json-editor]") && noteOf(event.target)) check(event.target);
});

const noteOf = (area) => area.closest(".json-field")?.querySelector("[data-json-note]");

// Through the editor's own command, so that undo takes it back.
function insert(area, text) {
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
}

function check(area) {
  const errors = [...area.closest(".json-field").querySelectorAll(".error")];
  // What was said of this very text when it was sent stands there already.
  if (area.value === area.defaultValue && errors.some((error) => !error.matches("[data-json-note]"))) return;
  for (const error of errors) error.remove();
  const mistake = mistakeIn(area.value);
  if (!mistake) {
    area.removeAttribute("aria-invalid");
    return;
  }
  area.setAttribute("aria-invalid", "true");
  const note = document.createElement("p");
  note.className = "error";
  note.dataset.jsonNote = "";
  note.setAttribute("role", "alert");
  const where = document.createElement("button");
  where.type = "button";
  where.className = "link";
  where.textContent = `Line ${mistake.line}, column ${mistake.column}`;
  where.addEventListener("click", () => goTo(area, mistake.line, mistake.column));
  note.append(where, ` is not JSON: ${mistake.words}.`);
  area.closest(".json-field")?.append(note);
}

function mistakeIn(text) {
  if (text.trim() === "") return null;
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return placed(text, error.message);
  }
}

// Browsers put the mistake in their own words, but not all of them say where it is.
function placed(text, message) {
  const words = message.replace(/^JSON\.parse: /, "").split(/,? (?:\.\.\.|in JSON|at (?:line|position)|"[^]*" is not)/)[0];
  const before = text.slice(0, endOfJson(text)).split("\n");
  return { line: before.length, column: before.at(-1).length + 1, words };
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/y;
const PLAIN = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

// How far a text can be read as JSON: the place of its first mistake.
function endOfJson(text) {
  let at = 0;
  const read = (pattern) => {
    pattern.lastIndex = at;
    const found = pattern.test(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const take = (pattern) => read(pattern) && read(SPACE);
  const list = (close, item) => {
    if (take(close)) return true;
    do if (!item()) return false;
    while (take(/,/y));
    return take(close);
  };
  const value = () => {
    if (take(STRING) || take(PLAIN)) return true;
    if (take(/\[/y)) return list(/\]/y, value);
    return take(/\{/y) && list(/\}/y, () => take(STRING) && take(/:/y) && value());
  };
  read(SPACE);
  value();
  return at;
}

function goTo(area, line, column = 1) {
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  area.focus();
  area.setSelectionRange(start + column - 1, start + (lines[line - 1]?.length ?? 0));
  const height = parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (line - 4) * height);
}
