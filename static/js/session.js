// When the session has ended, the server sends the browser to the sign-in page; a form that was filled in stays.
let waiting = false;

const isSignIn = (address) => Boolean(address) && new URL(address, location.href).pathname === "/sign-in";

document.addEventListener("htmx:beforeOnLoad", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (requestConfig.verb === "get" || !isSignIn(xhr.getResponseHeader("HX-Redirect"))) return;
  const form = requestConfig.elt.closest("form[data-dirty]");
  if (!form) return;
  event.preventDefault();
  askToSignIn(form);
});

// The person signs in in a second tab and sends it again.
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
  if (!answer?.ok || isSignIn(answer.url)) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector('input[name="_csrf"]')?.value;
  if (!token) return;
  for (const field of document.querySelectorAll('input[name="_csrf"]')) field.value = token;
  document.querySelector("[data-kept]")?.remove();
  waiting = false;
});
