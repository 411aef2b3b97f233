// A page is painted once, with its fonts and icons: `data-shown` on <html> lets it be seen. `data-ready` says that the
// page or a swap has settled; the old content is marked busy until the new is there.
const root = document.documentElement;
let waiting = 1;

window.addEventListener("load", ended);
document.addEventListener("htmx:beforeSend", (event) => {
  began();
  event.detail.target?.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", (event) => {
  event.detail.target?.removeAttribute("aria-busy");
  ended();
});
// What other scripts fetch counts as well.
document.addEventListener("gatehouse:busy", began);
document.addEventListener("gatehouse:idle", ended);

function began() {
  waiting += 1;
  root.removeAttribute("data-ready");
}

async function ended() {
  waiting -= 1;
  // A font is asked for when text is laid out, so that before there may be nothing to wait for.
  root.getBoundingClientRect();
  await document.fonts.ready;
  await iconsDrawn();
  show();
  // Two frames: one to lay out what arrived, one to have painted it.
  requestAnimationFrame(() => requestAnimationFrame(settle));
}

// Icons come in a file of their own and are drawn some time after it is there; until then they have no size.
async function iconsDrawn() {
  const drawn = (use) => !use.checkVisibility() || use.getBBox().width > 0;
  const late = [...document.querySelectorAll("svg.icon use")].some((use) => !drawn(use));
  // A file that cannot be had must not keep the page waiting.
  for (let frames = 0; late && frames < 60; frames += 1) {
    await new Promise(requestAnimationFrame);
    if ([...document.querySelectorAll("svg.icon use")].every(drawn)) return;
  }
}

function show() {
  if (root.hasAttribute("data-shown")) return;
  root.setAttribute("data-shown", "");
  document.dispatchEvent(new CustomEvent("gatehouse:shown"));
}

function settle() {
  if (waiting === 0) root.setAttribute("data-ready", "");
}
