// Ctrl+K: every place the page leads to, by a few letters of its name, and the search for users.
document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
  if (!document.getElementById("dialog")) return;
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("gatehouse:dialog", { detail: build() }));
});

// The nearest first: what can be done on this page, its neighbours, the tenant's pages, other tenants.
const PLACES = [
  "#page .head a[href], #page .profile .menu a[href]",
  "#page nav:not(.pages) a[href]",
  "#sidebar .nav a[href]",
  "#sidebar a[href]:not(.brand)",
];

function places() {
  const found = new Map();
  for (const link of PLACES.flatMap((some) => [...document.querySelectorAll(some)])) {
    const words = (link.querySelector("b") ?? link).textContent.trim();
    if (words && !found.has(link.href)) found.set(link.href, { words, link });
  }
  return [...found.values()];
}

function build() {
  const section = document.createElement("section");
  section.className = "dialog-body palette";
  section.id = "dialog-content";
  section.innerHTML =
    '<h1 id="dialog-title" class="sr">Go anywhere</h1>' +
    '<input class="input" type="text" autofocus autocomplete="off" spellcheck="false" ' +
    'aria-label="Where to? Type a place or the name of a user" placeholder="Where to?"><ul class="palette-list"></ul>';
  const all = places();
  const field = section.querySelector("input");
  field.addEventListener("input", () => show(section, all));
  section.addEventListener("keydown", (event) => move(section, event));
  show(section, all);
  return section;
}

function show(section, all) {
  const typed = section.querySelector("input").value.trim();
  const words = typed.toLowerCase().split(/\s+/);
  const fitting = all.filter((place) => words.every((word) => place.words.toLowerCase().includes(word)));
  const entries = fitting.slice(0, 10).map(({ words, link }) => entry(words, link));
  const users = document.querySelector('[data-testid="nav-users"]');
  if (typed && users) entries.push(search(users, typed));
  section.querySelector("ul").replaceChildren(...entries);
}

// The link itself is followed, so that one that opens in the dialog does so from here as well.
function entry(words, link) {
  const item = document.createElement("li");
  const copy = Object.assign(document.createElement("a"), { href: link.href });
  copy.append(picture(link), words);
  copy.addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("dialog").close();
    link.click();
  });
  item.append(copy);
  return item;
}

// What stands before the words, so that a place looks as it does where it is; places without leave room.
function picture(link) {
  return link.querySelector(".chip, .icon")?.cloneNode(true) ?? document.createElement("i");
}

function search(users, typed) {
  const link = Object.assign(document.createElement("a"), { href: `${users.pathname}?${new URLSearchParams({ q: typed })}` });
  const item = document.createElement("li");
  link.append(picture(users), `Search users for “${typed}”`);
  link.setAttribute("hx-boost", "false");
  item.append(link);
  return item;
}

function move(section, event) {
  const stops = [section.querySelector("input"), ...section.querySelectorAll("a")];
  const at = stops.indexOf(document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const by = event.key === "ArrowDown" ? 1 : -1;
    stops[(at + by + stops.length) % stops.length].focus();
  } else if (event.key === "Enter" && at === 0) {
    event.preventDefault();
    stops[1]?.click();
  }
}
