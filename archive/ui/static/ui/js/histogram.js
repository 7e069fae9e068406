// Years chosen by dragging over the bars of [data-histogram], or with Shift and the arrow keys: the
// form around it gets the first and the last year and is sent. Each bar is a link without this.
"use strict";
for (const drawing of document.querySelectorAll("[data-histogram]")) {
  const bars = [...drawing.querySelectorAll("[data-first]")];
  const form = drawing.closest("form");
  let start = -1;
  let end = -1;
  let dragged = false;

  function show() {
    const [first, last] = [Math.min(start, end), Math.max(start, end)];
    bars.forEach((bar, n) => bar.classList.toggle("histogram__bar--chosen", n >= first && n <= last));
    form.elements.year_from.value = bars[first].dataset.first;
    form.elements.year_to.value = bars[last].dataset.last;
  }

  function barAt(event) {
    const box = drawing.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return Math.max(0, Math.min(bars.length - 1, Math.floor(share * bars.length)));
  }

  drawing.addEventListener("dragstart", (event) => event.preventDefault());
  drawing.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = end = barAt(event);
    dragged = false;
  });
  window.addEventListener("pointermove", (event) => {
    if (start < 0 || !event.buttons) return;
    const here = barAt(event);
    if (here === end && !dragged) return;
    dragged = true;
    end = here;
    show();
  });
  window.addEventListener("pointerup", () => {
    if (dragged && start >= 0) form.requestSubmit();
    start = -1;
  });
  drawing.addEventListener("click", (event) => {
    if (dragged) event.preventDefault();
  });

  drawing.addEventListener("keydown", (event) => {
    const here = bars.indexOf(document.activeElement);
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (here < 0) return;
    if (step && bars[here + step]) {
      event.preventDefault();
      if (event.shiftKey) {
        if (start < 0) start = here;
        end = here + step;
        show();
      } else {
        start = -1;
      }
      bars[here + step].focus();
    } else if (event.key === "Enter" && start >= 0) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}
