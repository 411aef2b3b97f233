// Choosing scopes: the list shrinks to what is typed, "all" and "none" tick what is shown, and the count stays true.
document.addEventListener("htmx:load", (event) => {
  const found = event.target.closest?.("[data-scopes]") ? [event.target] : event.target.querySelectorAll("[data-scopes]");
  for (const list of found) {
    list.querySelector("[data-scopes-search]").hidden = false;
    count(list);
  }
});

document.addEventListener("input", (event) => {
  const list = event.target.closest?.("[data-scopes]");
  if (!list) return;
  if (event.target.closest("[data-scopes-search]")) show(list, event.target.value.trim().toLowerCase());
  count(list);
});

// The search stands in the form that saves: Enter in it would send the form.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.closest?.("[data-scopes-search]")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-scopes-all], [data-scopes-none]");
  if (!button) return;
  event.preventDefault();
  const list = button.closest("[data-scopes]");
  for (const scope of list.querySelectorAll("[data-scope]:not([hidden]) input")) {
    scope.checked = button.hasAttribute("data-scopes-all");
  }
  button.dispatchEvent(new Event("input", { bubbles: true }));
});

function show(list, text) {
  for (const scope of list.querySelectorAll("[data-scope]")) scope.hidden = !scope.dataset.scope.includes(text);
  const groups = [...list.querySelectorAll("[data-scopes-group]")];
  for (const group of groups) group.hidden = !group.querySelector("[data-scope]:not([hidden])");
  list.querySelector("[data-scopes-empty]").hidden = groups.some((group) => !group.hidden);
}

function count(list) {
  const all = list.querySelectorAll("[data-scope] input");
  const ticked = [...all].filter((scope) => scope.checked).length;
  list.querySelector("[data-scopes-count]").textContent = `${ticked} of ${all.length} ticked`;
}
