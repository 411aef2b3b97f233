// When the session has ended, a request comes back as the sign-in page.
let waiting = false;

const endedWith = (xhr) => xhr.responseURL && new URL(xhr.responseURL).pathname === "/sign-in";

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr, elt, requestConfig } = event.detail;
  if (!endedWith(xhr) || location.pathname === "/sign-in") return;
  event.preventDefault();
  const form = requestConfig.verb === "get" ? null : elt.closest("form");
  if (form) askToSignIn(form);
  else location.assign(xhr.responseURL);
});

// A form keeps what was typed: the person signs in in a second tab and sends it again.
function askToSignIn(form) {
  waiting = true;
  const link = document.createElement("a");
  link.className = "button small";
  link.href = "/sign-in";
  link.target = "_blank";
  link.textContent = "Sign in in a new tab";
  const text = "Your session has ended. What you typed is still here: sign in, come back and send it again.";
  document.dispatchEvent(new CustomEvent("gatehouse:kept", { detail: { form, text, link } }));
}

// The new session has a new token; the forms of this page carry the old one.
window.addEventListener("focus", async () => {
  if (!waiting) return;
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok || new URL(answer.url).pathname === "/sign-in") return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector('input[name="_csrf"]')?.value;
  if (!token) return;
  for (const field of document.querySelectorAll('input[name="_csrf"]')) field.value = token;
  document.querySelector("[data-kept]")?.remove();
  waiting = false;
});
