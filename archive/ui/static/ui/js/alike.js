// Offers, while a name is typed, the entries that may already be it: data-names-url answers with
// buttons for the line being typed. Arrow down goes to them, Escape puts them away; choosing one
// writes its name (or its address, data-names-take="address") in the place of what was typed.
// With data-names-after="2" only what follows the second semicolon of a line is a name.
"use strict";
for (const field of document.querySelectorAll("[data-names-url]")) {
  const place = document.createElement("div");
  place.className = "alike";
  place.hidden = true;
  place.setAttribute("aria-live", "polite");
  field.after(place);
  const after = Number(field.dataset.namesAfter || 0);
  let timer = 0;
  let latest = 0;

  function typed() {
    const caret = field.selectionEnd ?? field.value.length;
    const start = field.value.lastIndexOf("\n", caret - 1) + 1;
    const next = field.value.indexOf("\n", caret);
    const end = next < 0 ? field.value.length : next;
    let from = start;
    for (let n = 0; n < after; n++) {
      const mark = field.value.indexOf(";", from);
      if (mark < 0 || mark >= end) return null;
      from = mark + 1;
    }
    while (from < end && field.value[from] === " ") from++;
    return { from, end, text: field.value.slice(from, end).trim() };
  }

  function close() {
    latest++;
    window.clearTimeout(timer);
    place.hidden = true;
    place.replaceChildren();
  }

  async function offer() {
    const number = ++latest;
    const name = typed();
    if (!name || name.text.length < 2) return close();
    try {
      const answer = await fetch(`${field.dataset.namesUrl}?q=${encodeURIComponent(name.text.slice(0, 255))}`);
      if (!answer.ok || number !== latest) return;
      place.innerHTML = await answer.text();
      place.hidden = !place.querySelector("button, p");
    } catch {
      // Without the offer the name is taken as typed; doubles are shown when it is described.
    }
  }

  function take(button) {
    const name = typed();
    if (name) {
      const chosen = field.dataset.namesTake === "address" ? button.dataset.address : button.dataset.name;
      field.setRangeText(chosen, name.from, name.end, "end");
      field.dispatchEvent(new Event("input", { bubbles: true })); // the draft is to be kept
    }
    close();
    field.focus();
  }

  function step(event, by) {
    const buttons = [...place.querySelectorAll("button")];
    if (place.hidden || !buttons.length) return;
    const next = buttons.indexOf(document.activeElement) + by;
    event.preventDefault();
    if (next < 0) field.focus();
    else buttons[Math.min(next, buttons.length - 1)].focus();
  }

  field.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(offer, 250);
  });
  place.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) take(button);
  });
  place.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowRight") step(event, 1);
    if (event.key === "ArrowUp" || event.key === "ArrowLeft") step(event, -1);
    if (event.key === "Escape") { close(); field.focus(); }
  });
  field.addEventListener("keydown", (event) => {
    const end = typed()?.end ?? field.value.length;
    // In a box of several lines the arrow moves the caret until the last line is reached.
    if (event.key === "ArrowDown" && !field.value.slice(end).includes("\n")) step(event, 1);
    if (event.key === "Escape" && !place.hidden) close();
  });
}
