// A form that the browser sends itself is sent once: a second click, before the next page is there, would sign in twice.
const onTheirWay = new WeakSet();

document.addEventListener("submit", (event) => {
  if (!document.body.matches(".bare") || event.defaultPrevented) return;
  if (onTheirWay.has(event.target)) event.preventDefault();
  onTheirWay.add(event.target);
});

// Whoever comes back to the page may send it again.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) onTheirWay.delete(form);
});
