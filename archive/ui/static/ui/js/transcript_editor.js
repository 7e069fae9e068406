// Writing a transcript without leaving the keyboard. Only the stretch being written is a form;
// the others stay text, so that an interview of three hours types like a short one.
"use strict";
(() => {
  const list = document.querySelector("ol.transcript[data-address]");
  if (!list) return;
  const sounds = [...document.querySelectorAll(".editor__sound")];
  const state = document.querySelector(".editor__state");
  const wave = document.querySelector(".editor__wave");
  let sound = sounds[0];
  let open = null; // {line, speaker, text, timer}
  let queue = Promise.resolve();

  const starts = (audio) => Number(audio.dataset.starts);
  const now = () => (sound ? Math.round(starts(sound) + sound.currentTime * 1000) : null);
  const say = (word) => { state.textContent = word; };
  const clock = (ms) => {
    const s = Math.floor(ms / 1000), h = Math.floor(s / 3600);
    const two = (n) => String(n).padStart(2, "0");
    return (h ? h + ":" : "") + two(Math.floor(s / 60) % 60) + ":" + two(s % 60);
  };

  function seek(ms) {
    const fits = sounds.filter((audio) => starts(audio) <= ms).pop() || sounds[0];
    if (!fits) return;
    if (sound !== fits) { sound.pause(); sound = fits; }
    sound.currentTime = (ms - starts(sound)) / 1000;
  }

  // --- talking to the server: one request after the other, in the order of typing --------------
  function send(line, fields) {
    line.dataset.failed = "";
    delete line.dataset.failed;
    queue = queue.then(() => post(line, fields, 0));
    return queue;
  }

  async function post(line, fields, tries) {
    const body = new URLSearchParams({
      ...fields, segment: line.id.slice(1), revision: line.dataset.revision,
      csrfmiddlewaretoken: list.dataset.token,
    });
    say(state.dataset.saving);
    let answer, told;
    try {
      answer = await fetch(list.dataset.address, { method: "POST", body, headers: { Accept: "application/json" } });
      told = await answer.json();
    } catch (error) {
      line.dataset.failed = "yes";
      say(state.dataset.failed);
      await new Promise((wake) => setTimeout(wake, Math.min(30000, 1000 * 2 ** tries)));
      await window.isStillSignedIn().catch(() => false);
      return post(line, fields, tries + 1);
    }
    if (!answer.ok) {
      line.dataset.failed = "yes";
      say(told.message);
      if (answer.status === 409) clash(line, told.segments[0]);
      return null;
    }
    say(state.dataset.saved);
    return told;
  }

  // Somebody else was quicker: nothing is written over until whoever is here says what stays.
  function clash(line, theirs) {
    if (!theirs) { say(list.dataset.gone); return; }
    const mine = spoken(line);
    if (mine.speaker === theirs.speaker && mine.text === theirs.text) {
      delete line.dataset.failed;
      adopt(line, theirs);
      return;
    }
    line.dataset.clash = "yes";
    window.showClash(line, list.dataset, mine, theirs, (stays) => {
      delete line.dataset.clash;
      delete line.dataset.failed;
      adopt(line, theirs);
      if (open && open.line === line) {
        [open.speaker.value, open.text.value, open.was] = [stays.speaker, stays.text, [theirs.speaker, theirs.text]];
        open.text.focus();
      } else {
        line.querySelector(".transcript__speaker").textContent = stays.speaker;
        line.querySelector(".transcript__text").textContent = stays.text;
        line.querySelector(".transcript__time").focus();
      }
      if (stays !== theirs) send(line, { act: "change", ...stays }).then((told) => told && adopt(line, told.segments[0]));
    });
  }

  function spoken(line) {
    if (open && open.line === line) return { speaker: open.speaker.value, text: open.text.value };
    return { speaker: line.querySelector(".transcript__speaker").textContent, text: line.querySelector(".transcript__text").textContent };
  }

  function keep(fields) {
    if (!open) return Promise.resolve(null);
    const line = open.line;
    return send(line, { act: "change", ...fields }).then((told) => {
      if (told) adopt(line, told.segments[0]);
      return told;
    });
  }

  function adopt(line, segment) {
    line.id = "s" + segment.id;
    line.dataset.revision = segment.revision;
    line.dataset.start = segment.start_ms;
    line.dataset.end = segment.end_ms;
    line.querySelector(".transcript__time").textContent = clock(segment.start_ms);
    if (open && open.line === line) return;
    line.querySelector(".transcript__speaker").textContent = segment.speaker;
    line.querySelector(".transcript__text").textContent = segment.text;
  }

  // --- one stretch as a form ------------------------------------------------------------------
  function field(tag, name, value, slot) {
    const made = document.createElement(tag);
    made.value = value;
    made.setAttribute("aria-label", list.dataset[name]);
    made.addEventListener("input", () => {
      clearTimeout(open.timer);
      open.timer = setTimeout(save, 800);
    });
    slot.replaceChildren(made);
    return made;
  }

  function write(line, caret) {
    if (!line || (open && open.line === line)) return;
    if ("closed" in line.dataset) { say(list.dataset.given); return; }
    close();
    const speaker = line.querySelector(".transcript__speaker");
    const text = line.querySelector(".transcript__text");
    open = { line, timer: 0 };
    open.was = [speaker.textContent, text.textContent];
    open.speaker = field("input", "speaker", open.was[0], speaker);
    open.text = field("textarea", "text", open.was[1], text);
    open.speaker.maxLength = 120;
    open.text.rows = Math.max(2, Math.ceil(open.was[1].length / 70));
    open.text.focus();
    open.text.setSelectionRange(caret ?? 0, caret ?? 0);
    line.scrollIntoView({ block: "nearest" });
  }

  function save() {
    if (!open) return Promise.resolve(null);
    clearTimeout(open.timer);
    if (open.line.dataset.clash) return Promise.resolve(null);
    const values = [open.speaker.value, open.text.value];
    if (values[0] === open.was[0] && values[1] === open.was[1]) return Promise.resolve(null);
    open.was = values;
    return keep({ speaker: values[0], text: values[1] });
  }

  function close() {
    if (!open) return;
    save();
    const { line, speaker, text } = open;
    open = null;
    line.querySelector(".transcript__speaker").textContent = speaker.value;
    line.querySelector(".transcript__text").textContent = text.value;
  }

  async function split() {
    const { line, text } = open;
    const at = text.selectionStart, moment = now();
    save();
    const inside = moment > Number(line.dataset.start) && moment < Number(line.dataset.end);
    const told = await send(line, { act: "split", at_letter: [...text.value.slice(0, at).normalize("NFC")].length, ...(inside ? { at_ms: moment } : {}) });
    if (!told) return;
    open = null;
    const second = line.cloneNode(true);
    line.after(second);
    [line, second].forEach((each, n) => adopt(each, told.segments[n]));
    write(second, 0);
  }

  async function merge() {
    const { line, text } = open;
    const caret = text.value.length;
    save();
    const told = await send(line, { act: "merge" });
    if (!told) return;
    document.getElementById("s" + told.gone)?.remove();
    open = null;
    adopt(line, told.segments[0]);
    write(line, caret);
  }

  function nextSpeaker() {
    const known = [...new Set([...list.querySelectorAll(".transcript__speaker")].map((b) => b.textContent).filter(Boolean))];
    if (!known.length) { open.speaker.focus(); return; }
    open.speaker.value = known[(known.indexOf(open.speaker.value) + 1) % known.length];
    save();
  }

  const acts = {
    p: () => sound && (sound.paused ? sound.play() : sound.pause()),
    b: () => seek(Math.max(0, now() - 3000)),
    s: () => { save(); keep({ start_ms: now() }); },
    m: merge,
    n: nextSpeaker,
    u: () => { open.text.setRangeText("[?]", open.text.selectionStart, open.text.selectionEnd, "end"); save(); },
    arrowup: () => write(open.line.previousElementSibling, 0),
    arrowdown: () => write(open.line.nextElementSibling, 0),
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // an input method is putting a Vietnamese letter together
    if (event.altKey && !event.ctrlKey) {
      const act = acts[event.key.toLowerCase()];
      if (!act || (!open && !["p", "b"].includes(event.key.toLowerCase()))) return;
      event.preventDefault();
      act();
    } else if (event.key === "Enter" && !event.shiftKey && open && event.target === open.text) {
      event.preventDefault();
      split();
    }
  });

  list.addEventListener("click", (event) => {
    const line = event.target.closest("li");
    if (!line) return;
    if (event.target.closest(".transcript__time")) {
      event.preventDefault();
      seek(Number(line.dataset.start));
    }
    write(line);
  });

  window.addEventListener("beforeunload", (event) => {
    save();
    if (list.querySelector("[data-failed]")) event.preventDefault(); // words that are nowhere else
  });

  // --- the waveform: where there is one --------------------------------------------------------
  async function draw() {
    if (!sound || !wave) return;
    const answer = await fetch(sound.dataset.peaks);
    if (!answer.ok) return;
    const told = await answer.json();
    const peaks = told.peaks || told.data || told;
    if (!Array.isArray(peaks) || !peaks.length) return;
    wave.hidden = false;
    const paper = wave.getContext("2d"), top = Math.max(...peaks.map(Math.abs), 1e-6);
    paper.fillStyle = getComputedStyle(wave).color;
    peaks.forEach((peak, n) => {
      const height = (Math.abs(peak) / top) * wave.height;
      paper.fillRect((n / peaks.length) * wave.width, (wave.height - height) / 2, 1, Math.max(1, height));
    });
    wave.addEventListener("click", (event) => {
      sound.currentTime = (event.offsetX / wave.clientWidth) * sound.duration;
    });
  }
  draw();
})();
