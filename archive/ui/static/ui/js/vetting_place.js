/* Placing a comment on what is vetted: a box drawn on the page, words chosen in a text, a moment
   heard. Everything ends in the fields of the form, which can be filled in by hand as well. */
"use strict";
(() => {
  const form = document.querySelector("[data-comment]");
  if (!form) return;
  const field = (name) => form.elements.namedItem(name);
  const toForm = () => {
    form.closest("section").scrollIntoView({ block: "start" });
    field("text").focus({ preventScroll: true });
  };

  /* Words chosen anywhere they may be quoted from. */
  const holder = document.querySelector("[data-placing]");
  const chosen = () => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return null;
    const within = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest("[data-words]");
    const first = within(selection.anchorNode), last = within(selection.focusNode);
    const words = selection.toString().replace(/\s+/g, " ").trim();
    return first && last && words ? { words: words.slice(0, 500), first, last } : null;
  };
  const take = (found) => {
    field("quote").value = found.words;
    const paragraph = found.first.closest("[data-paragraph]");
    if (paragraph && field("paragraph")) field("paragraph").value = paragraph.dataset.paragraph;
    const lines = [found.first, found.last].map((node) => node.closest("[data-start]")).filter(Boolean);
    if (lines.length && field("seconds")) {
      stretch(Math.min(...lines.map((line) => +line.dataset.start)), Math.max(...lines.map((line) => +line.dataset.end)));
    }
    toForm();
  };
  let last = null;
  if (holder) {
    document.addEventListener("selectionchange", () => {
      const found = chosen();
      if (found) last = found;
      holder.hidden = !found;
    });
    holder.addEventListener("pointerdown", (event) => event.preventDefault());  // keeps the words chosen
    holder.querySelector("[data-quote]").addEventListener("click", () => { if (last) take(last); });
  }

  /* Moments: as people write them. */
  const clock = (ms) => {
    const two = (n) => String(n).padStart(2, "0");
    const seconds = Math.floor(ms / 1000), rest = ms % 1000;
    return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${rest ? "." + String(rest).padStart(3, "0") : ""}`;
  };
  const stretch = (from, to) => {
    field("seconds").value = clock(from);
    field("until").value = to > from ? clock(to) : "";
  };
  for (const link of document.querySelectorAll("[data-take]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const line = link.closest("[data-start]");
      take({ words: line.querySelector("[data-words]").textContent.replace(/\s+/g, " ").trim().slice(0, 500), first: line.querySelector("[data-words]"), last: line.querySelector("[data-words]") });
    });
  }
  const listening = document.querySelector("[data-listening]");
  if (listening) {
    const sounds = [...listening.querySelectorAll("audio")];
    let current = sounds[0];
    for (const sound of sounds) {
      sound.addEventListener("play", () => {
        for (const other of sounds) if (other !== sound) other.pause();
        current = sound;
      });
      sound.addEventListener("seeked", () => { current = sound; });
    }
    const now = () => Math.round(Number(current.dataset.begins) + current.currentTime * 1000);
    const tools = listening.querySelector("[data-tools]");
    if (tools) {
      tools.hidden = false;
      tools.addEventListener("click", (event) => {
        const name = event.target.closest("[data-now]")?.dataset.now;
        if (!name) return;
        field(name).value = clock(now());
        if (name === "seconds") field("until").value = "";
        toForm();
      });
    }
    /* A time of the transcript is heard where it is. */
    document.addEventListener("click", (event) => {
      const link = event.target.closest(".telling .timecode");
      const start = Number(link?.closest("[data-start]")?.dataset.start);
      const sound = link && sounds.findLast((one) => Number(one.dataset.begins) <= start);
      if (!sound) return;
      event.preventDefault();
      sound.currentTime = (start - Number(sound.dataset.begins)) / 1000;
      sound.play().catch(() => {});
    });
  }

  /* A box on the page. */
  const place = document.querySelector("[data-place]");
  if (!place) return;
  const sheet = place.querySelector("[data-sheet]");
  const button = place.querySelector("[data-draw]");
  const closer = place.querySelector("[data-closer]");
  if (sheet.querySelector("img")) {
    closer.hidden = false;
    closer.querySelector("select").addEventListener("change", (event) => { sheet.style.width = `${event.target.value * 100}%`; });
  }
  if (!button) return;
  place.querySelector("[data-tools]").hidden = false;
  const said = place.querySelector("[data-said]");
  const box = document.createElement("div");
  box.className = "placing__new";
  box.tabIndex = 0;
  box.hidden = true;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", button.textContent);
  sheet.append(box);
  let at = null;

  const clamp = (n, low, high) => Math.min(Math.max(n, low), high);
  const show = () => {
    box.hidden = !at;
    if (!at) return;
    for (const [name, value] of Object.entries({ left: at.x, top: at.y, width: at.w, height: at.h })) box.style[name] = `${value}%`;
    field("box").value = `percent:${[at.x, at.y, at.w, at.h].map((n) => Number(n.toFixed(2))).join(",")}`;
  };
  const set = (x, y, w, h) => {
    const width = clamp(w, 0.5, 100), height = clamp(h, 0.5, 100);
    at = { x: clamp(x, 0, 100 - width), y: clamp(y, 0, 100 - height), w: width, h: height };
    show();
  };
  const drawing = (on) => {
    button.setAttribute("aria-pressed", String(on));
    sheet.classList.toggle("is-drawn", on);
    said.textContent = on ? said.dataset.how : "";
  };
  const done = () => {
    drawing(false);
    said.textContent = said.dataset.taken;
    toForm();
  };
  button.addEventListener("click", (event) => {
    const on = button.getAttribute("aria-pressed") !== "true";
    drawing(on);
    if (!on || event.detail) return;  // by key: a box to be moved
    if (!at) set(35, 45, 30, 6);
    box.focus();
  });

  const spot = (event) => {
    const area = sheet.getBoundingClientRect();
    return [(event.clientX - area.left) / area.width * 100, (event.clientY - area.top) / area.height * 100].map((n) => clamp(n, 0, 100));
  };
  let from = null;
  sheet.addEventListener("pointerdown", (event) => {
    if (!sheet.classList.contains("is-drawn") || event.button) return;
    event.preventDefault();
    from = spot(event);
    sheet.setPointerCapture(event.pointerId);
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = spot(event);
    set(Math.min(x, from[0]), Math.min(y, from[1]), Math.abs(x - from[0]), Math.abs(y - from[1]));
  });
  sheet.addEventListener("pointercancel", () => { from = null; });
  sheet.addEventListener("pointerup", (event) => {
    if (!from) return;
    const [x, y] = spot(event);
    /* A tap is a place too: a small box around it. */
    if (Math.abs(x - from[0]) < 1 && Math.abs(y - from[1]) < 1) set(x - 4, y - 1.5, 8, 3);
    from = null;
    done();
  });
  box.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = steps[event.key];
    if (step) {
      const [x, y] = step;
      if (event.shiftKey) set(at.x, at.y, at.w + x, at.h + y);
      else set(at.x + x, at.y + y, at.w, at.h);
    } else if (event.key === "Enter") done();
    else if (event.key === "Escape") { at = null; field("box").value = ""; show(); drawing(false); button.focus(); }
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
})();
