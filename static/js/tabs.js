// On a phone the strip of tabs is wider than the screen: the one that is open is brought into view.
document.addEventListener("htmx:load", (event) => {
  for (const tab of event.target.querySelectorAll(".tabs [aria-current]")) {
    const strip = tab.parentElement;
    const middle = (box) => box.left + box.width / 2;
    strip.scrollLeft += middle(tab.getBoundingClientRect()) - middle(strip.getBoundingClientRect());
  }
});
