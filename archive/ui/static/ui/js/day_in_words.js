// Under each date field the day that was chosen, in the words of the page: a browser in another
// language shows 07/12/2022 for the 12th of July, and a day misread is a day wrongly kept.
"use strict";
(() => {
  const words = new Intl.DateTimeFormat(document.documentElement.lang, {
    weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
  });

  function tell(field) {
    const day = field.valueAsDate;
    const text = day && day.getUTCFullYear() >= 1000 ? words.format(day) : "";
    let told = field.nextElementSibling;
    if (!told || !told.matches("[data-day]")) {
      if (!text) return;
      told = document.createElement("span");
      told.className = "field__hint";
      told.dataset.day = "";
      told.setAttribute("aria-live", "polite");
      field.after(told);
    }
    told.textContent = text;
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches("input[type=date]")) tell(event.target);
  });
  document.querySelectorAll("input[type=date]").forEach(tell);
})();
