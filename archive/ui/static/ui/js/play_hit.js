// A moment found is heard in the list itself: [data-play] is the sound, [data-from] the second.
// One at a time; without this script the link beside the button leads to the moment.
(() => {
  "use strict";
  let current = null;

  const stop = (button) => {
    button.sound?.pause();
    button.setAttribute("aria-pressed", "false");
  };

  const soundOf = (button) => {
    if (button.sound) return button.sound;
    const sound = document.createElement("audio");
    sound.controls = true;
    sound.preload = "auto";
    sound.src = `${button.dataset.play}#t=${button.dataset.from}`;
    sound.addEventListener("play", () => begin(button));
    sound.addEventListener("pause", () => button.setAttribute("aria-pressed", "false"));
    sound.addEventListener("error", () => {
      const said = document.createElement("p");
      said.className = "soft small";
      said.setAttribute("role", "status");
      said.textContent = button.dataset.failed;
      sound.replaceWith(said);
      button.hidden = true;
    });
    button.closest(".passage").querySelector(".passage__body").append(sound);
    button.sound = sound;
    return sound;
  };

  const begin = (button) => {
    if (current && current !== button) stop(current);
    current = button;
    button.setAttribute("aria-pressed", "true");
  };

  document.querySelectorAll("[data-play]").forEach((button) => { button.hidden = false; });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-play]");
    if (!button) return;
    const sound = soundOf(button);
    if (sound.paused) sound.play().catch(() => stop(button)); else sound.pause();
  });
})();
