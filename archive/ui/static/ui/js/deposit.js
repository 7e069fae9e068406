// Sends the chosen or dropped files of a deposit one by one, with progress for each and in total.
// Without this script the form sends them all at once.
"use strict";
const form = document.querySelector("form[data-deposit]");
if (form) {
  const input = form.querySelector("input[type=file]");
  const panel = form.querySelector("[data-deposit-progress]");
  const list = form.querySelector("[data-deposit-list]");
  const total = form.querySelector("[data-deposit-total]");
  const waiting = [];
  let sending = false;
  let done = 0;
  let count = 0;

  function add(files) {
    for (const file of files) {
      const line = document.createElement("li");
      const bar = document.createElement("progress");
      bar.max = Math.max(file.size, 1);
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
      line.append(file.name + " ", bar);
      list.append(line);
      waiting.push({ file, line, bar });
      count += 1;
    }
    panel.hidden = false;
    next();
  }

  function next() {
    total.textContent = `${done} / ${count}`;
    if (sending) return;
    const item = waiting.shift();
    if (!item) return;
    sending = true;
    send(item);
  }

  function send(item) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("files", item.file, item.file.name);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.onprogress = (event) => { item.bar.value = event.loaded; };
    request.onload = () => {
      sending = false;
      if (request.status === 200) {
        done += 1;
        item.line.remove();
        show(request.responseText);
        next();
      } else {
        again(item);
      }
    };
    request.onerror = () => { sending = false; again(item); };
    request.send(body);
  }

  // The line is bad: wait a little and send the file again.
  function again(item) {
    item.bar.value = 0;
    waiting.unshift(item);
    window.setTimeout(next, 5000);
  }

  function show(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("deposit-files");
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
    add(input.files);
    form.reset();
  });
  window.addEventListener("beforeunload", (event) => {
    if (sending || waiting.length) event.preventDefault();
  });
}
