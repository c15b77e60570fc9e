// Small helps that HTML alone can't give. Pages work without them.
"use strict";

// A click on what was understood shows its place in the document, and the other way round.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-shows]");
  if (!link) return;
  const target = document.getElementById(link.dataset.shows);
  if (!target) return;
  event.preventDefault();
  target.scrollIntoView({ block: "center" });
  history.replaceState(null, "", "#" + link.dataset.shows);
});

// One checkbox ticks all of its table.
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-all]")) return;
  const table = event.target.closest("table");
  table.querySelectorAll("tbody input[type=checkbox]").forEach((box) => { box.checked = event.target.checked; });
});

// A form is sent once; the button says that it is under way.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!button || button.dataset.again !== undefined) return;
  setTimeout(() => { button.disabled = true; }, 0);
  setTimeout(() => { button.disabled = false; }, 8000);
});

// HTMX swaps in what a refusal says, instead of dropping it.
document.addEventListener("htmx:beforeSwap", (event) => {
  if ([400, 403, 409, 413, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// Uploads show how far they are.
document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = event.target.querySelector("progress");
  if (bar && event.detail.total) { bar.hidden = false; bar.value = event.detail.loaded / event.detail.total; }
});
