// The text of a page beside its image: the word at the cursor is shown on the image, a press on the
// image goes to the word, and boxes follow their words while the text around them changes.
"use strict";
(() => {
  const editor = document.querySelector("[data-page-editor]");
  if (!editor) return;
  const form = editor.querySelector("[data-keys]");
  const area = form.querySelector("textarea");
  const frame = editor.querySelector("[data-frame]");
  const sheet = editor.querySelector("[data-sheet]");
  const drawing = editor.querySelector(".sheet__words");
  const rects = [...editor.querySelectorAll(".sheet__words rect")];
  const tools = editor.querySelector("[data-tools]");

  // The server counts characters, a script counts UTF-16 units: they differ for rare letters (Nôm).
  const units = (text) => {
    const at = [0];
    for (const letter of text) at.push(at[at.length - 1] + letter.length);
    return at;
  };
  const at = units(area.value);
  const words = rects.map((rect) => ({
    rect, begin: at[Number(rect.dataset.begin)], end: at[Number(rect.dataset.end)],
  }));
  let before = area.value;
  let here = null;

  // What was typed lies between what both texts begin with and what both end with.
  const follow = () => {
    const after = area.value;
    const most = Math.min(before.length, after.length);
    let head = 0, tail = 0;
    while (head < most && before[head] === after[head]) head += 1;
    while (tail < most - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
    const cut = before.length - tail, shift = after.length - before.length;
    for (const word of words) {
      if (word.begin >= cut && word.begin > head) word.begin += shift;
      else if (word.begin > head) word.begin = head;
      if (word.end >= cut && word.end >= head) word.end += shift;
      else if (word.end > head) word.end = head;
    }
    before = after;
  };

  const show = (word, scroll) => {
    if (word === here) return;
    here?.rect.classList.remove("is-here");
    here = word;
    if (!word) return;
    word.rect.classList.add("is-here");
    if (!scroll) return;
    const box = word.rect.getBoundingClientRect(), view = frame.getBoundingClientRect();
    if (box.top < view.top + 40 || box.bottom > view.bottom - 40) frame.scrollTop += box.top - view.top - view.height / 3;
    if (box.left < view.left || box.right > view.right) frame.scrollLeft += box.left - view.left - view.width / 3;
  };
  const atCursor = () => {
    const place = area.selectionStart;
    show(words.find((word) => word.begin <= place && place <= word.end && word.begin < word.end) ?? null, true);
  };
  const goTo = (word) => {
    area.focus();
    area.setSelectionRange(word.begin, word.end);
    show(word, true);
  };
  const doubtful = (step) => {
    const place = area.selectionStart;
    const left = words.filter((word) => word.rect.classList.contains("is-doubtful") && word.begin < word.end);
    if (step < 0) left.reverse();
    const next = left.find((word) => (step > 0 ? word.begin > place : word.begin < place)) ?? left[0];
    if (next) goTo(next);
  };
  const zoom = (step) => {
    if (!sheet) return;
    const next = Math.min(4, Math.max(1, Number(sheet.dataset.zoom || 1) + step));
    sheet.dataset.zoom = next;
    if (here) { const word = here; here = null; show(word, true); }
  };

  const acts = {
    closer: () => zoom(1),
    farther: () => zoom(-1),
    doubtful: () => doubtful(1),
    boxes: (button) => {
      const bare = drawing.classList.toggle("is-bare");
      button.setAttribute("aria-pressed", String(!bare));
    },
  };
  if (tools) {
    tools.hidden = false;
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) acts[button.dataset.do](button);
    });
  }
  drawing?.addEventListener("click", (event) => {
    const word = words.find((each) => each.rect === event.target);
    if (word) goTo(word);
  });
  area.addEventListener("input", () => { follow(); atCursor(); });
  document.addEventListener("selectionchange", () => { if (document.activeElement === area) atCursor(); });

  const keys = { arrowdown: () => doubtful(1), arrowup: () => doubtful(-1), "+": () => zoom(1), "=": () => zoom(1), "-": () => zoom(-1) };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // an input method is putting a Vietnamese letter together
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && (key === "enter" || key === "s")) {
      event.preventDefault();
      form.requestSubmit(form.querySelector(key === "s" ? "button:not([name])" : "[name=next]"));
    } else if (event.altKey && !event.ctrlKey && keys[key]) {
      event.preventDefault();
      keys[key]();
    }
  });
})();
