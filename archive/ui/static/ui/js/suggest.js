// Offers names under an input marked data-suggest, through the browser's own datalist.
"use strict";
let lists = 0;
for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("datalist");
  list.id = `suggestions-${++lists}`;
  input.after(list);
  input.setAttribute("list", list.id);
  let timer = 0;
  let asked = "";

  async function offer() {
    const text = input.value.trim();
    if (!text || text === asked) return;
    asked = text;
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`);
      if (!answer.ok || asked !== text) return;
      const { suggestions } = await answer.json();
      list.replaceChildren(...suggestions.map((line) => new Option(line, line)));
    } catch {
      // Without suggestions the field still takes a code or a name.
    }
  }

  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(offer, 200);
  });
}
