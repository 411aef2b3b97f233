// Offers the browser's time zone where another one is chosen.
document.addEventListener("htmx:load", (event) => {
  for (const button of event.target.querySelectorAll("[data-browser-zone]")) {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const field = document.getElementById(button.dataset.browserZone);
    if (!zone || !field || field.value === zone) continue;
    button.querySelector("span").textContent = zone.replaceAll("_", " ");
    button.addEventListener("click", () => {
      field.value = zone;
      field.form.requestSubmit();
    });
    button.hidden = false;
  }
});
