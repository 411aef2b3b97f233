// Shows and hides what is typed into a password field.
document.addEventListener("htmx:load", (event) => {
  for (const button of event.target.querySelectorAll("[data-show-password][hidden]")) button.hidden = false;
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show-password]");
  const field = button && document.getElementById(button.dataset.showPassword);
  if (field) show(button, field, field.type === "password");
});

// A password that is sent while it is shown would be kept among the browser's typed texts.
document.addEventListener("submit", hideAll, true);

function hideAll(event) {
  for (const button of event.target.querySelectorAll('[data-show-password][aria-pressed="true"]')) {
    const field = document.getElementById(button.dataset.showPassword);
    if (field) show(button, field, false);
  }
}

function show(button, field, visible) {
  field.type = visible ? "text" : "password";
  button.setAttribute("aria-pressed", String(visible));
  const use = button.querySelector("use");
  const sprite = use?.getAttribute("href").split("#")[0];
  use?.setAttribute("href", `${sprite}#${visible ? "eye-off" : "eye"}`);
}
