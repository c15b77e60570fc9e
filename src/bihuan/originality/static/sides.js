// A passage that is chosen brings the same passage of the other text beside it.
"use strict";

(() => {
  const top = (mark, box) => mark.getBoundingClientRect().top - box.getBoundingClientRect().top;

  const align = (chosen) => {
    const sides = chosen.closest(".sides");
    const box = chosen.closest(".text");
    if (!sides || !box) return;
    sides.querySelectorAll("mark.on").forEach((mark) => mark.classList.remove("on"));
    const same = sides.querySelectorAll(`mark[data-passage="${chosen.dataset.passage}"]`);
    same.forEach((mark) => mark.classList.add("on"));
    const other = [...same].find((mark) => mark.closest(".text") !== box);
    if (!other) return;
    const across = other.closest(".text");
    // On a phone the texts stand one over the other: there it is brought to the top of its own.
    const stacked = across.getBoundingClientRect().left === box.getBoundingClientRect().left;
    across.scrollTop += top(other, across) - (stacked ? 16 : top(chosen, box));
    // Near an end the other can't come level, so the chosen one goes to meet it.
    if (!stacked) box.scrollTop += top(chosen, box) - top(other, across);
  };

  // A link to a pair that is folded away unfolds it.
  const unfold = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target && target.matches("details")) target.open = true;
  };
  addEventListener("hashchange", unfold);
  unfold();

  document.addEventListener("click", (event) => {
    const mark = event.target.closest("mark[data-passage]");
    if (mark) align(mark);
  });
  document.addEventListener("keydown", (event) => {
    const mark = event.target.closest && event.target.closest("mark[data-passage]");
    if (!mark || (event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    align(mark);
  });
})();
