// Sends the chosen or dropped files of a deposit, two at a time, in pieces that are taken up again
// after a broken line, a closed laptop or a restarted server. Without this script the form sends
// them all at once.
"use strict";
const form = document.querySelector("form[data-deposit]");
if (form && window.tus && tus.isSupported) {
  const AT_ONCE = 2;
  const PIECE = 4 * 1024 * 1024;
  // The checksum is taken here when the browser can hold the file at once.
  const DIGEST_UP_TO = 64 * 1024 * 1024;
  const find = (name) => form.querySelector(`[data-deposit-${name}]`);
  const input = form.querySelector("input[type=file]");
  const pause = find("pause");
  const items = [];
  let paused = false;

  function add(files) {
    for (const file of files) {
      const line = document.createElement("li");
      const bar = document.createElement("progress");
      bar.max = Math.max(file.size, 1);
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      const said = document.createElement("small");
      line.append(file.name + " ", bar, " ", said);
      find("list").append(line);
      items.push({ file, line, bar, said, sent: 0, state: "waiting", upload: null });
    }
    find("progress").hidden = false;
    next();
  }

  function next() {
    showTotal();
    if (paused) return;
    for (const item of items) {
      if (items.filter((each) => each.state === "sending").length >= AT_ONCE) return;
      if (item.state === "waiting") start(item);
    }
  }

  async function start(item) {
    item.state = "sending";
    const metadata = { filename: item.file.name };
    if (!item.upload) {
      const digest = await digestOf(item.file);
      if (digest) metadata.sha256 = digest;
      item.upload = new tus.Upload(item.file, {
        endpoint: form.dataset.uploads,
        chunkSize: PIECE,
        metadata,
        // For ever, every half minute at last: somebody may have gone home.
        retryDelays: [0, 1000, 3000, 5000, 10000, ...Array(2880).fill(30000)],
        removeFingerprintOnSuccess: true,
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        onProgress: (sent) => progress(item, sent),
        onShouldRetry: (error) => {
          item.said.textContent = form.dataset.waiting;
          const status = statusOf(error);
          return status === 0 || status >= 500 || status === 409 || status === 423;
        },
        // Too large: the server has entered that, and the list says so.
        onError: (error) => { if (statusOf(error) === 413) finish(item, "refused"); else fail(item); },
        onSuccess: () => finish(item, "done"),
      });
      const earlier = await item.upload.findPreviousUploads();
      if (earlier.length) item.upload.resumeFromPreviousUpload(earlier[0]);
    }
    if (!paused) item.upload.start(); else item.state = "waiting";
  }

  async function digestOf(file) {
    if (!window.crypto || !crypto.subtle || file.size > DIGEST_UP_TO) return "";
    const bytes = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function statusOf(error) {
    return error.originalResponse ? error.originalResponse.getStatus() : 0;
  }

  function fail(item) {
    item.state = "failed";
    item.said.textContent = form.dataset.failed + " ";
    const again = document.createElement("button");
    again.type = "button";
    again.className = "button button--small";
    again.textContent = form.dataset.again;
    again.addEventListener("click", () => {
      item.said.textContent = "";
      item.state = "waiting";
      pause.focus();
      next();
    });
    item.said.append(again);
    next();
  }

  function progress(item, sent) {
    item.sent = sent;
    item.bar.value = sent;
    item.said.textContent = `${Math.floor((100 * sent) / Math.max(item.file.size, 1))} %`;
    showTotal();
  }

  function finish(item, state) {
    item.state = state;
    item.sent = item.file.size;
    item.line.remove();
    refresh();
    next();
  }

  function showTotal() {
    const done = items.filter((item) => item.state === "done" || item.state === "refused").length;
    const all = items.reduce((sum, item) => sum + item.file.size, 0);
    const share = items.reduce((sum, item) => sum + item.sent, 0) / Math.max(all, 1);
    find("total").textContent = `${done} / ${items.length} · ${Math.floor(100 * share)} %`;
    find("bar").value = share;
  }

  // The list looks after itself while the worker is at work; it only has to be told of new files.
  async function refresh() {
    const answer = await fetch(form.action, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok) return;
    const html = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = html.getElementById("deposit-files");
    const old = document.getElementById("deposit-files");
    if (!fresh || !old) return;
    old.replaceWith(fresh);
    if (window.htmx) window.htmx.process(fresh);
  }

  async function walk(entry, found) {
    if (entry.isFile) {
      found.push(await new Promise((resolve, reject) => entry.file(resolve, reject)));
    } else if (entry.isDirectory) {
      const reader = entry.createReader();
      for (;;) {
        const part = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
        if (!part.length) break;
        for (const inner of part) await walk(inner, found);
      }
    }
  }

  pause.addEventListener("click", () => {
    paused = !paused;
    pause.setAttribute("aria-pressed", String(paused));
    for (const item of items) {
      if (paused && item.state === "sending") {
        item.state = "waiting";
        if (item.upload) item.upload.abort();
      }
    }
    next();
  });
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("is-over"); });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", async (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    const found = [];
    for (const entry of entries) await walk(entry, found);
    add(found);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    add([...input.files]);
    form.reset();
  });
  window.addEventListener("beforeunload", (event) => {
    if (items.some((item) => item.state === "sending" || item.state === "waiting")) event.preventDefault();
  });
}
