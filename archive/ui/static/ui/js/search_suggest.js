// Suggestions under a search box: an editable combobox with a list, as the ARIA Authoring Practices
// have it. The focus stays in the box; the arrows choose, Enter goes there, Escape closes.
// What comes back from data-search-suggest is the list itself. Without this script the box searches.
(() => {
  "use strict";
  let boxes = 0;

  const attach = (input) => {
    const form = input.closest("form");
    const frame = input.closest(".searchbox") ?? form;
    const list = document.createElement("ul");
    const answers = new Map(); // While the box has the focus: what is open may have closed since.
    let timer = 0;
    let asking = new AbortController();
    let quietUntil = 0;
    let chosen = null;
    list.className = "suggest";
    list.id = `suggest-${++boxes}`;
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.dataset.suggestLabel ?? "");
    frame.append(list);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    })) input.setAttribute(name, value);

    const choose = (option) => {
      chosen?.setAttribute("aria-selected", "false");
      chosen = option ?? null;
      if (!chosen) { input.removeAttribute("aria-activedescendant"); return; }
      chosen.setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    };
    const close = () => {
      choose(null);
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
    };
    const open = () => {
      const empty = !list.querySelector("[role=option]");
      list.hidden = empty;
      input.setAttribute("aria-expanded", String(!empty));
    };
    const show = (html) => {
      choose(null);
      list.innerHTML = html;
      list.querySelectorAll("[role=option]").forEach((option, number) => { option.id = `${list.id}-${number}`; });
      open();
    };
    const answerTo = async (words, signal) => {
      if (words.length < 2) return "";
      if (!answers.has(words)) {
        if (Date.now() < quietUntil) return "";
        const answer = await fetch(`${input.dataset.searchSuggest}?q=${encodeURIComponent(words)}`, { signal });
        quietUntil = Date.now() + 1000 * Number(answer.headers.get("Retry-After"));
        if (!answer.ok) return "";
        answers.set(words, await answer.text());
      }
      return answers.get(words);
    };
    const ask = async () => {
      asking.abort();
      const { signal } = asking = new AbortController();
      // Without suggestions the words can be searched all the same.
      const html = await answerTo(input.value.trim(), signal).catch(() => "");
      if (!signal.aborted && document.activeElement === input) show(html);
    };
    const go = (option) => { window.location.assign(option.dataset.url); };
    const step = (by) => {
      if (list.hidden) open();
      const options = [...list.querySelectorAll("[role=option]")];
      if (!options.length) return;
      // One place more than there are options: the words as they were typed.
      const place = (options.indexOf(chosen) + 1 + by + options.length + 1) % (options.length + 1);
      choose(options[place - 1]);
    };

    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 120);
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown") { event.preventDefault(); step(1); }
      if (event.key === "ArrowUp") { event.preventDefault(); step(-1); }
      if (event.key === "Escape" && !list.hidden) { event.preventDefault(); close(); }
      if (event.key === "Enter" && chosen) { event.preventDefault(); go(chosen); }
    });
    input.addEventListener("blur", () => {
      close();
      answers.clear();
    });
    // The press must not take the focus from the box, or the list would be gone before the click.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) go(option);
    });
  };

  document.querySelectorAll("input[data-search-suggest]").forEach(attach);
})();
