// A link with `data-dialog` opens the page it leads to in the one <dialog>; forms in it post like any other.
let opener = null;
let title = "";

const dialog = () => document.getElementById("dialog");

// Caught on the way down: the link is boosted and would be followed otherwise.
document.addEventListener(
  "click",
  (event) => {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const link = event.target.closest("a[data-dialog]");
    if (link && plain && dialog()) {
      event.preventDefault();
      event.stopPropagation();
      fetchInto(link);
    } else if (dialog()?.open && (event.target.closest("[data-close]") || event.target === dialog())) {
      event.preventDefault();
      event.stopPropagation();
      dialog().close();
    }
  },
  true,
);

// Other scripts open the dialog with content of their own.
document.addEventListener("gatehouse:dialog", (event) => open(event.detail, document.activeElement));

async function fetchInto(link) {
  document.dispatchEvent(new CustomEvent("gatehouse:busy"));
  try {
    const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const content = page.getElementById("dialog-content");
    if (content) open(document.adoptNode(content), link);
    else location.assign(link.href);
  } catch {
    // The browser says better than we could why the address cannot be reached.
    location.assign(link.href);
  } finally {
    document.dispatchEvent(new CustomEvent("gatehouse:idle"));
  }
}

function open(content, from) {
  if (!dialog()) return;
  const menu = from?.closest("details[data-menu]");
  opener = menu?.querySelector("summary") ?? from;
  if (menu) menu.open = false;
  if (!dialog().open) title = document.title;
  document.getElementById("dialog-content-slot").replaceChildren(content);
  htmx.process(content);
  htmx.trigger(content, "htmx:load", { elt: content });
  if (!dialog().open) dialog().showModal();
  focusIn();
}

// An id stands for one element: where the page behind has it already, what is in the dialog takes another.
const REFERENCES = ["for", "href", "aria-describedby", "data-show-password"];

document.addEventListener("htmx:load", (event) => {
  if (!dialog()?.contains(event.target)) return;
  for (const element of dialog().querySelectorAll("[id]")) {
    const { id } = element;
    if (document.getElementById(id) === element) continue;
    element.id = `dialog-${id}`;
    const renamed = (word) => (word === id ? element.id : word === `#${id}` ? `#${element.id}` : word);
    for (const name of REFERENCES) {
      for (const one of dialog().querySelectorAll(`[${name}]`)) {
        one.setAttribute(name, one.getAttribute(name).split(" ").map(renamed).join(" "));
      }
    }
  }
});

// The harmless way out has the focus at first, unless there is something to fill in.
function focusIn() {
  const first = ["[data-focus]", "[autofocus]", "input:not([type=hidden]), textarea, select", "[data-close]", "button"];
  first.map((selector) => dialog().querySelector(selector)).find(Boolean)?.focus();
}

document.addEventListener(
  "close",
  (event) => {
    if (event.target !== dialog()) return;
    document.getElementById("dialog-content-slot").replaceChildren();
    document.title = title;
    opener?.focus();
    opener = null;
  },
  true,
);

const stays = ({ requestConfig, xhr }) =>
  dialog()?.contains(requestConfig.elt) && /id="dialog-content"/.test(xhr.responseText);

// A form sent back with mistakes is shown in the dialog again, and the address behind it stays.
document.addEventListener("htmx:beforeOnLoad", (event) => {
  if (stays(event.detail)) event.detail.etc.push = "false";
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { detail } = event;
  if (stays(detail)) {
    detail.target = document.getElementById("dialog-content-slot");
    detail.selectOverride = "#dialog-content";
    detail.swapOverride = "innerHTML";
  } else if (detail.shouldSwap && detail.target?.id === "page" && dialog()?.open) {
    dialog().close();
    // `close` is heard later; the focus has to be known before the opener is swapped away.
    opener?.focus();
  }
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (dialog()?.open && dialog().contains(event.target)) focusIn();
});
