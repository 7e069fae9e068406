// Putting pages in order by dragging, or with Alt and an arrow key; the form keeps the places.
"use strict";
(() => {
  const list = document.querySelector("[data-page-order]");
  if (!list || list.querySelector("input[name^=place-]:disabled")) return;
  const place = (line) => line.querySelector("input[name^=place-]");
  let carried = null;

  const number = () => {
    [...list.children].forEach((line, at) => {
      const input = place(line);
      input.value = at + 1;
      line.classList.toggle("is-moved", input.value !== input.defaultValue);
    });
  };
  for (const line of list.children) line.draggable = true;

  list.addEventListener("dragstart", (event) => {
    carried = event.target.closest("li");
    carried.classList.add("is-carried");
    event.dataTransfer.effectAllowed = "move";
  });
  list.addEventListener("dragover", (event) => {
    const over = event.target.closest("li");
    if (!carried) return;
    event.preventDefault();
    if (!over || over === carried) return;
    const behind = carried.compareDocumentPosition(over) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (behind) over.after(carried); else over.before(carried);
  });
  list.addEventListener("drop", (event) => event.preventDefault());
  list.addEventListener("dragend", () => {
    carried?.classList.remove("is-carried");
    carried = null;
    number();
  });

  list.addEventListener("keydown", (event) => {
    const line = event.target.closest("li");
    if (!event.altKey || !line || event.target !== place(line)) return;
    const back = ["ArrowUp", "ArrowLeft"].includes(event.key);
    if (!back && !["ArrowDown", "ArrowRight"].includes(event.key)) return;
    event.preventDefault();
    if (back) line.previousElementSibling?.before(line); else line.nextElementSibling?.after(line);
    number();
    place(line).focus();
  });
  // A place typed by hand moves the page there at once.
  list.addEventListener("change", (event) => {
    const line = event.target.closest("li");
    if (event.target !== place(line)) return;
    const others = [...list.children].filter((other) => other !== line);
    const at = Math.min(Math.max(Number(event.target.value) || 1, 1), others.length + 1);
    if (at > others.length) list.append(line); else others[at - 1].before(line);
    number();
    event.target.focus();
  });
})();
