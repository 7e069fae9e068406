// Two people wrote in one stretch: both texts are shown, and whoever was too late says what stays.
"use strict";
// `words` are the labels, `mine` and `theirs` {speaker, text}; `settle` is called with what stays.
window.showClash = (line, words, mine, theirs, settle) => {
  line.querySelector(".transcript__clash")?.remove();
  const box = document.createElement("div");
  box.className = "transcript__clash notice notice--warning";
  box.setAttribute("role", "alert");
  const part = (tag, text) => {
    const made = document.createElement(tag);
    made.textContent = text;
    box.append(made);
    return made;
  };
  const said = (one) => (one.speaker ? one.speaker + ": " : "") + one.text;
  part("p", words.theirs);
  part("blockquote", said(theirs)).className = "quoted";
  const both = { speaker: mine.speaker || theirs.speaker, text: [mine.text, theirs.text].filter(Boolean).join("\n") };
  for (const [name, stays] of [["take", theirs], ["keep", mine], ["both", both]]) {
    const button = part("button", words[name]);
    button.type = "button";
    button.className = "button button--small";
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      box.remove();
      settle(stays);
    });
  }
  line.append(box);
  box.scrollIntoView({ block: "nearest" });
};
