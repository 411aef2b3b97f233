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

// A mistake is told when the field is left, and taken back as soon as it is mended.
document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("[data-json-editor]")) check(event.target);
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
  const mistake = mistakeIn(area.value);
  noteOf(area)?.remove();
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

// Browsers say either the line and the column or the position, or speak of the end of the text.
function placed(text, message) {
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  const words = message.replace(/^JSON\.parse: /, "").split(/,? (?:\.\.\.|in JSON|at (?:line|position)|"[^]*" is not)/)[0];
  if (line) return { line: Number(line), column: Number(column), words };
  const position = Number(/position (\d+)/.exec(message)?.[1] ?? text.length);
  const before = text.slice(0, position).split("\n");
  return { line: before.length, column: before.at(-1).length + 1, words };
}

function goTo(area, line, column = 1) {
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0);
  area.focus();
  area.setSelectionRange(start + column - 1, start + (lines[line - 1]?.length ?? 0));
  const height = parseFloat(getComputedStyle(area).lineHeight);
  area.scrollTop = Math.max(0, (line - 4) * height);
}
