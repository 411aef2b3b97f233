// `data-ready` on <html> once a page or a swap has settled; the old content is marked busy until the new is there.
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
  await document.fonts.ready;
  // Two frames: one to lay out what arrived, one to have painted it.
  requestAnimationFrame(() => requestAnimationFrame(settle));
}

function settle() {
  if (waiting === 0) root.setAttribute("data-ready", "");
}
