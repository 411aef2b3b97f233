// Copy buttons: `data-copy` is the text. They stay hidden where no script could serve them.
document.addEventListener("htmx:load", (event) => {
  for (const button of event.target.querySelectorAll("[data-copy][hidden]")) button.hidden = false;
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const done = await copy(button.dataset.copy);
  say(done ? "Copied." : "The browser did not allow copying.");
  if (done) tickOff(button);
});

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

// Browsers keep the clipboard for encrypted pages; a dashboard on a local network may be read without.
function copyBySelection(text) {
  const area = document.createElement("textarea");
  const focused = document.activeElement;
  area.value = text;
  area.className = "sr";
  (document.querySelector("dialog[open]") ?? document.body).append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  focused?.focus();
  return done;
}

function tickOff(button) {
  const use = button.querySelector("use");
  const [sprite, icon] = use?.getAttribute("href").split("#") ?? [];
  if (!icon || icon === "check") return;
  use.setAttribute("href", `${sprite}#check`);
  setTimeout(() => use.setAttribute("href", `${sprite}#${icon}`), 1500);
}

function say(text) {
  document.dispatchEvent(new CustomEvent("gatehouse:say", { detail: text }));
}
