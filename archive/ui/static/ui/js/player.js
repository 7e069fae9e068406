/* The interview player: the transcript follows the sound, a press on a time goes there. */
"use strict";
(() => {
  /* The copy that browsers play is being made: the page is shown anew once it is there. */
  const waitFor = (notice) => {
    if (!notice) return;
    notice.querySelector("[data-by-hand]").hidden = true;
    notice.querySelector("[data-by-itself]").hidden = false;
    const look = async () => {
      const answer = await fetch(notice.dataset.awaits, { method: "HEAD" }).catch(() => null);
      if (answer?.ok) location.reload(); else setTimeout(look, 20_000);
    };
    setTimeout(look, 20_000);
  };
  const player = document.querySelector("[data-player]");
  const audio = player?.querySelector("[data-audio]");
  const lines = [...(player?.querySelectorAll("[data-start]") ?? [])];
  const now = player?.querySelector(".is-now");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const bring = (line) => line.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });

  if (now && Number(player.dataset.seconds) > 0) now.scrollIntoView({ block: "center" });
  waitFor(player?.querySelector("[data-awaits]"));
  if (!audio) return;
  for (const hidden of player.querySelectorAll("[data-controls]")) hidden.hidden = false;

  /* The tapes of one interview lie on one timeline: whichever holds a moment is loaded for it. */
  const parts = [...player.querySelectorAll("[data-part]")].map((line) => ({
    begins: Number(line.dataset.begins), audio: line.dataset.sound, peaks: line.dataset.peaks,
    title: line.dataset.title, link: line.querySelector("a"), film: "film" in line.dataset,
    lacking: "lacking" in line.dataset,
  }));
  let part = parts.find((each) => each.link.hasAttribute("aria-current"));
  let begins = Number(audio.dataset.begins);
  const follow = player.querySelector("[data-follow]");
  const speed = player.querySelector("[data-speed]");
  const at = () => begins + audio.currentTime * 1000;
  let current = now;

  /* The line being heard: the last that has begun, found by halving. */
  const lineAt = (ms) => {
    let low = 0, high = lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (Number(lines[middle].dataset.start) <= ms) low = middle + 1; else high = middle;
    }
    return lines[low - 1];
  };
  const keepUp = () => {
    const line = lineAt(at() + 50);
    if (line === current) return;
    current?.classList.remove("is-now");
    current?.removeAttribute("aria-current");
    if (current?.id === "now") current.removeAttribute("id");
    current = line;
    if (!line) return;
    line.classList.add("is-now");
    line.setAttribute("aria-current", "true");
    line.id = "now";
    if (follow.checked && !audio.paused) bring(line);
  };
  const load = (next, ms, play) => {
    /* A tape after a film is shown by a page of its own: pictures and sound have other elements.
       So is one that cannot be played yet, which says so. */
    if (next.lacking || next.film !== (audio.tagName === "VIDEO")) {
      location.assign(player.dataset.stem.replace(/0$/, Math.floor(ms / 1000)));
      return;
    }
    audio.removeAttribute("poster");
    const rate = audio.playbackRate;
    part?.link.removeAttribute("aria-current");
    next.link.setAttribute("aria-current", "true");
    part = next;
    begins = next.begins;
    player.querySelector("[data-part-title]").textContent = next.title;
    audio.src = next.audio;
    audio.currentTime = Math.max(0, (ms - begins) / 1000); // where it is to begin, once loaded
    audio.playbackRate = rate;
    if (play) audio.play();
    showPeaks(next.peaks);
  };
  const partAt = (ms) => parts.filter((each) => each.begins <= ms).pop() ?? parts[0];
  const goTo = (ms) => {
    const wanted = partAt(ms);
    if (wanted && wanted !== part) load(wanted, ms, !audio.paused);
    else audio.currentTime = Math.max(0, (ms - begins) / 1000);
    keepUp();
  };
  const skip = (seconds) => goTo(at() + seconds * 1000);

  player.addEventListener("click", (event) => {
    const seek = event.target.closest("[data-seek]");
    const button = event.target.closest("[data-skip]");
    if (button) skip(Number(button.dataset.skip));
    if (!seek || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const ms = Number(seek.dataset.seek);
    event.preventDefault();
    goTo(ms);
    audio.play();
    history.replaceState(null, "", seek.href);
  });
  audio.addEventListener("timeupdate", keepUp);
  audio.addEventListener("seeked", keepUp);
  audio.addEventListener("ended", () => {
    const next = parts[parts.indexOf(part) + 1];
    if (part && next) load(next, next.begins, true);
  });
  speed.addEventListener("change", () => { audio.playbackRate = Number(speed.value); });

  const faster = (step) => {
    const next = speed.selectedIndex + step;
    if (next < 0 || next >= speed.options.length) return;
    speed.selectedIndex = next;
    speed.dispatchEvent(new Event("change"));
  };
  const keys = {
    "k": () => (audio.paused ? audio.play() : audio.pause()),
    "j": () => skip(-5), "l": () => skip(5), "<": () => faster(-1), ">": () => faster(1),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const act = keys[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
  });

  /* The waveform, where the peaks were measured: pairs of lowest and highest (audiowaveform). */
  const wave = player.querySelector("[data-waveform]");
  let peaks = [];
  const paint = () => {
    if (!peaks.length) return;
    const canvas = wave.querySelector("canvas");
    const width = canvas.width = Math.max(1, Math.round(wave.clientWidth * devicePixelRatio));
    const height = canvas.height = Math.round(64 * devicePixelRatio);
    const pen = canvas.getContext("2d");
    const style = getComputedStyle(document.documentElement);
    const played = Number.isFinite(audio.duration) ? audio.currentTime / audio.duration : 0;
    for (let x = 0; x < width; x += 2) {
      const from = Math.floor((x / width) * peaks.length);
      const to = Math.max(from + 1, Math.floor(((x + 2) / width) * peaks.length));
      const peak = Math.max(...peaks.slice(from, to), 0);
      pen.fillStyle = style.getPropertyValue(x / width < played ? "--stamp" : "--line-strong");
      pen.fillRect(x, (height - peak * height) / 2, 1, Math.max(1, peak * height));
    }
  };
  const showPeaks = async (address) => {
    peaks = [];
    wave.hidden = true;
    if (!address) return;
    try {
      const answer = await fetch(address);
      const found = answer.ok ? await answer.json() : null;
      if (!found?.data?.length) return;
      const most = 2 ** (found.bits - 1);
      for (let i = 0; i + 1 < found.data.length; i += 2) {
        peaks.push(Math.max(-found.data[i], found.data[i + 1]) / most);
      }
      wave.hidden = false;
      paint();
    } catch { /* the sound plays without its picture */ }
  };
  audio.addEventListener("timeupdate", paint);
  addEventListener("resize", paint);
  wave.addEventListener("click", (event) => {
    const box = wave.getBoundingClientRect();
    if (Number.isFinite(audio.duration)) goTo(begins + (event.clientX - box.left) / box.width * audio.duration * 1000);
  });
  showPeaks(wave.dataset.peaks);
})();
