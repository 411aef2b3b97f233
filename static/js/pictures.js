// A picture that cannot be shown gives way to the initials under it.
document.addEventListener("error", (event) => giveWay(event.target), true);
for (const picture of document.images) if (picture.complete && !picture.naturalWidth) giveWay(picture);

function giveWay(element) {
  if (element.matches?.("img[data-picture]")) element.remove();
}
