// What was typed is not lost when its author has been signed out meanwhile.
"use strict";
(() => {
  const LONG = 100; // letters, from which on a text is worth asking first
  const { account, reader, signedOut } = document.body.dataset;
  const said = document.createElement("p");
  said.className = "notice notice--warning";
  said.setAttribute("role", "alert");
  said.tabIndex = -1;

  // Tell whether the reader of this page is signed in, maybe again and in another tab. Signing in
  // gives forms a new token, which those of this page then get; nobody else's text is sent with it.
  window.isStillSignedIn = async () => {
    const answer = await fetch(account, { redirect: "manual" });
    if (!answer.ok) return false;
    const { body } = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (body.dataset.reader !== reader) return false;
    const { value } = body.querySelector("[name=csrfmiddlewaretoken]");
    for (const token of document.getElementsByName("csrfmiddlewaretoken")) token.value = value;
    for (const holder of document.querySelectorAll("[data-token]")) holder.dataset.token = value;
    return true;
  };

  const isLong = (field) => field.value.length >= LONG && field.value !== field.defaultValue;

  function refuse(form) {
    form.append(said);
    said.textContent = signedOut;
    said.focus();
  }

  let isAsking = false;
  let answered = null;
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const isPost = (form.getAttribute("method") || "").toLowerCase() === "post";
    if (answered === form || !isPost || !form.requestSubmit) return;
    if (![...form.querySelectorAll("textarea")].some(isLong)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (isAsking) return;
    isAsking = true;
    // Where the line is broken the browser says so better.
    const may = await window.isStillSignedIn().catch(() => true);
    isAsking = false;
    if (!may) return refuse(form);
    said.remove();
    answered = form;
    form.requestSubmit(event.submitter);
    answered = null;
  }, true);
})();
