// Suggestions under a search box: typed words go to data-search-suggest, what comes back is a list of
// links. Arrow keys walk through it, Escape closes it; without this script the box still searches.
(function () {
  "use strict";

  function attach(input) {
    var place = document.createElement("div");
    var timer = 0;
    var latest = 0;
    place.className = "suggest";
    place.hidden = true;
    place.setAttribute("aria-live", "polite");
    input.parentNode.insertAdjacentElement("afterend", place);

    function close() {
      place.hidden = true;
      place.textContent = "";
    }

    function ask() {
      var number = ++latest;
      var words = input.value.trim();
      if (words.length < 2) { close(); return; }
      fetch(input.dataset.searchSuggest + "?q=" + encodeURIComponent(words), { credentials: "same-origin" })
        .then(function (answer) { return answer.ok ? answer.text() : ""; })
        .then(function (html) {
          if (number !== latest) { return; }
          place.innerHTML = html;
          place.hidden = !place.querySelector("a");
        })
        .catch(close);
    }

    function step(event, by) {
      var links = Array.prototype.slice.call(place.querySelectorAll("a"));
      if (place.hidden || !links.length) { return; }
      var next = links.indexOf(document.activeElement) + by;
      event.preventDefault();
      if (next < 0) { input.focus(); } else { links[Math.min(next, links.length - 1)].focus(); }
    }

    input.addEventListener("input", function () {
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, 150);
    });
    [input, place].forEach(function (element) {
      element.addEventListener("keydown", function (event) {
        if (event.key === "ArrowDown") { step(event, 1); }
        if (event.key === "ArrowUp") { step(event, -1); }
        if (event.key === "Escape" && !place.hidden) { close(); input.focus(); }
      });
    });
  }

  document.querySelectorAll("[data-search-suggest]").forEach(attach);
})();
