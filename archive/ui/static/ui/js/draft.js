// Keeps what is typed in a form marked data-draft, a moment after the typing stops.
"use strict";
for (const form of document.querySelectorAll("form[data-draft]")) {
  const state = form.querySelector("[data-draft-state]");
  let timer = 0;
  let dirty = false;
  let isOut = false;

  async function keep() {
    try {
      if (isOut && !(await window.isStillSignedIn())) return;
      const answer = await fetch(form.dataset.draft, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        redirect: "manual",
      });
      isOut = answer.type === "opaqueredirect" || answer.status === 403;
      if (isOut) {
        state.textContent = document.body.dataset.signedOut;
      } else if (answer.ok) {
        const { saved_at } = await answer.json();
        state.textContent = `${state.dataset.saved} ${saved_at}`;
        dirty = false;
      } else {
        throw new Error(answer.statusText);
      }
    } catch {
      state.textContent = state.dataset.failed;
      // The line may come back without another keystroke.
      timer = window.setTimeout(keep, 15000);
    }
  }

  form.addEventListener("input", () => {
    dirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, 1500);
  });
  form.addEventListener("submit", () => {
    dirty = false;
    window.clearTimeout(timer);
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty) event.preventDefault();
  });
}
