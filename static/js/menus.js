// Menus are <details data-menu>: they open by themselves; this closes them and moves about in them.
const openMenus = () => [...document.querySelectorAll("details[data-menu][open]")];

// The navigation's panel stands beside its button, not inside it.
const areaOf = (menu) => (menu.classList.contains("nav-toggle") ? menu.parentElement : menu);

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!areaOf(menu).contains(event.target)) menu.open = false;
  }
});

// One menu at a time; `toggle` does not bubble, so it is caught on the way down.
document.addEventListener(
  "toggle",
  (event) => {
    const opened = event.target;
    if (!opened.matches?.("details[data-menu][open]")) return;
    for (const menu of openMenus()) {
      if (menu !== opened && !areaOf(menu).contains(opened)) menu.open = false;
    }
  },
  true,
);

document.addEventListener("focusout", (event) => {
  const menu = event.target.closest?.("details[data-menu][open]");
  if (menu && event.relatedTarget && !areaOf(menu).contains(event.relatedTarget)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details[data-menu]") ?? openMenus().at(-1);
  if (!menu) return;
  if (event.key === "Escape" && menu.open) {
    event.preventDefault();
    menu.open = false;
    menu.querySelector("summary").focus();
  } else if (["ArrowDown", "ArrowUp", "Home", "End"].includes(event.key) && menu.contains(event.target)) {
    move(menu, event);
  }
});

function move(menu, event) {
  if (!menu.open && event.key !== "ArrowDown") return;
  menu.open = true;
  const entries = [...menu.querySelectorAll("a[href], button:not([disabled])")].filter((e) => e.offsetParent);
  if (entries.length === 0) return;
  event.preventDefault();
  const at = entries.indexOf(document.activeElement);
  const last = entries.length - 1;
  const next = { ArrowDown: at >= last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, Home: 0, End: last };
  entries[next[event.key]].focus();
}
