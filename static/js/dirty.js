// Forms with `data-dirty`: what was typed is not lost by leaving, by a broken network or by a failing server.
const typedInto = new Set();
const dirtyForm = () => [...typedInto].find((form) => form.isConnected);
const QUESTION = "What you typed here has not been saved. Leave without saving?";

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-dirty]");
  if (form) typedInto.add(form);
});

document.addEventListener("submit", (event) => typedInto.delete(event.target));

window.addEventListener("beforeunload", (event) => {
  if (dirtyForm()) event.preventDefault();
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const form = dirtyForm();
  const leaves = form && event.detail.target?.contains(form) && !form.contains(event.detail.elt);
  if (!leaves) return;
  if (window.confirm(QUESTION)) typedInto.clear();
  else event.preventDefault();
});

// Closing a dialog throws away what stands in it.
document.addEventListener("cancel", (event) => {
  const form = dirtyForm();
  if (!form || !event.target.contains(form)) return;
  if (window.confirm(QUESTION)) typedInto.delete(form);
  else event.preventDefault();
}, true);

document.addEventListener("htmx:sendError", (event) => {
  const form = event.detail.elt.closest("form");
  keep(form, form
    ? "The server could not be reached. What you typed is still here: try again in a moment."
    : "The server could not be reached. Try again in a moment.");
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status < 500 || requestConfig.verb === "get") return;
  const form = requestConfig.elt.closest("form[data-dirty]");
  if (!form) return;
  event.detail.shouldSwap = false;
  keep(form, `The server could not do this (error ${xhr.status}). What you typed is still here: try again in a moment.`);
});

document.addEventListener("gatehouse:kept", (event) => keep(event.detail.form, event.detail.text, event.detail.link));

function keep(form, text, link) {
  if (form?.matches("[data-dirty]")) typedInto.add(form);
  const place = form?.querySelector(".body") ?? form ?? document.getElementById("page");
  document.querySelector("[data-kept]")?.remove();
  const notice = document.createElement("div");
  notice.className = "notice bad";
  notice.dataset.kept = "";
  notice.setAttribute("role", "alert");
  notice.append(Object.assign(document.createElement("p"), { textContent: text }));
  if (link) notice.append(link);
  place.prepend(notice);
  notice.scrollIntoView({ block: "nearest" });
}
