// What follows the worker (the tag `follow`) asks for itself anew every two seconds. Whoever stands
// in it with the keyboard stays there, what was unfolded stays open, and no page is loaded anew over
// a text that is being written.
"use strict";
(() => {
  const REACHABLE = "a[href], button, input, select, summary, textarea, [tabindex]";
  let kept = null;

  const sign = (element) => [
    element.tagName, element.getAttribute("href"), element.form?.getAttribute("action"), element.textContent.trim(),
  ].join("|");

  function remember(part) {
    const here = document.activeElement;
    kept = {
      here: part.contains(here) ? sign(here) : "",
      open: [...part.querySelectorAll("details[open] > summary")].map(sign),
    };
  }

  function restore(part) {
    const { here, open } = kept;
    kept = null;
    for (const summary of part.querySelectorAll("details > summary")) {
      if (open.includes(sign(summary))) summary.parentElement.open = true;
    }
    if (!here) return;
    const same = [...part.querySelectorAll(REACHABLE)].find((each) => sign(each) === here);
    if (!same) part.tabIndex = -1; // what was pressed is gone: its place is not
    (same || part).focus({ preventScroll: true });
  }

  const isWritten = (field) => (
    ["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue
  );
  const isWriting = () => [...document.querySelectorAll("main :is(input:not([type=hidden]), textarea)")].some(isWritten);

  document.addEventListener("htmx:beforeSwap", (event) => remember(event.detail.target));
  document.addEventListener("htmx:load", (event) => { if (kept) restore(event.detail.elt); });
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { xhr, target } = event.detail;
    if (!xhr.getResponseHeader("HX-Refresh") || !isWriting()) return;
    event.preventDefault();
    remember(target);
    const part = document.createRange().createContextualFragment(xhr.responseText).firstElementChild;
    target.replaceWith(part);
    restore(part);
  });
})();
