// After a swap: the outcome is said once, and the focus is where the person left it.
let focused = null;
let pathBefore = location.pathname;

document.addEventListener("gatehouse:say", (event) => say(event.detail));

document.addEventListener("htmx:beforeSwap", (event) => {
  focused = event.detail.shouldSwap ? keyOf(document.activeElement) : null;
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id === "page") arrive();
  else say(event.target.querySelector?.('[data-testid="range"], [data-testid="empty"] h2')?.textContent);
});

// Nothing can have the focus before it is seen.
document.addEventListener("gatehouse:shown", () => {
  say(document.querySelector("[data-notice]")?.textContent);
  document.querySelector("[data-focus]")?.focus();
});

function arrive() {
  const page = document.getElementById("page");
  const chosen = page.querySelector("[data-focus]") ?? find(focused) ?? page.querySelector("h1") ?? page;
  if (chosen.matches("h1")) chosen.tabIndex = -1;
  if (chosen !== document.activeElement) chosen.focus({ preventScroll: !chosen.matches("[data-focus]") });
  const outcome = page.querySelector("[data-notice] p") ?? page.querySelector("[data-notice]");
  const range = location.pathname === pathBefore ? page.querySelector('[data-testid="range"]') : null;
  say((outcome ?? range)?.textContent ?? document.title);
  pathBefore = location.pathname;
  focused = null;
}

// How to know a control again in the new page: by what names it, within its row if it is in one.
function keyOf(element) {
  if (!element || element === document.body || element.id === "page") return null;
  const { testid } = element.dataset;
  const name = element.getAttribute("name");
  const href = element.getAttribute("href");
  let selector;
  if (element.id) selector = `#${CSS.escape(element.id)}`;
  else if (testid) selector = `[data-testid="${CSS.escape(testid)}"]`;
  else if (name) selector = `[name="${CSS.escape(name)}"]`;
  else if (href) selector = `a[href="${CSS.escape(href)}"]`;
  else return null;
  return { selector, row: rowKey(element.closest("[data-row]")) };
}

function rowKey(row) {
  return row?.querySelector(".row-link")?.getAttribute("href");
}

function find(key) {
  if (!key) return null;
  const rows = [...document.querySelectorAll("[data-row]")];
  const scope = key.row ? rows.find((row) => rowKey(row) === key.row) : document;
  const found = scope?.querySelector(key.selector);
  return found && !found.disabled && found.checkVisibility() ? found : null;
}

function say(text) {
  const region = document.getElementById("live");
  if (!region || !text) return;
  // The same words twice are heard twice only if the region was empty in between.
  region.textContent = "";
  setTimeout(() => (region.textContent = text.replace(/\s+/g, " ").trim()), 60);
}
