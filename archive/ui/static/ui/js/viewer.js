/* The page viewer: deep zoom over the plain image, which stays when anything fails. */
"use strict";
(() => {
  const figure = document.querySelector("[data-viewer]");
  if (!figure || !window.OpenSeadragon || !figure.dataset.image) return;
  const stage = figure.querySelector("[data-stage]");
  const sheet = figure.querySelector("[data-sheet]");
  const tools = figure.querySelector("[data-tools]");
  const picture = sheet.querySelector("img");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const plain = { type: "image", url: figure.dataset.image };
  let viewer;

  const show = (zooming) => { stage.hidden = tools.hidden = !zooming; sheet.hidden = zooming; };

  const mark = () => {
    const { x: width, y: height } = viewer.world.getItemAt(0).getContentSize();
    for (const rect of sheet.querySelectorAll("[data-mark]")) {
      const at = ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)));
      const element = document.createElement("div");
      element.className = "viewer__mark";
      const tall = height / width;
      viewer.addOverlay(element, new OpenSeadragon.Rect(at[0], at[1] * tall, at[2], at[3] * tall));
    }
  };

  const open = (source) => {
    show(true);
    viewer = OpenSeadragon({
      element: stage,
      tileSources: [source],
      drawer: "canvas",
      showNavigationControl: false,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
      visibilityRatio: 0.5,
      minZoomImageRatio: 0.8,
      maxZoomPixelRatio: 4,
      animationTime: calm ? 0 : 0.6,
    });
    viewer.canvas.setAttribute("role", "img");
    viewer.canvas.setAttribute("aria-label", picture.alt);
    viewer.addHandler("open", mark);
    viewer.addHandler("open-failed", () => {
      viewer.destroy();
      if (source === plain) show(false); else open(plain);
    });
  };

  const light = () => {
    const value = (name) => figure.querySelector(`[data-light="${name}"]`).value;
    viewer.drawer.canvas.style.filter =
      `brightness(${value("brightness")}%) contrast(${value("contrast")}%)`;
  };

  const acts = {
    "zoom-in": () => { viewer.viewport.zoomBy(1.4); viewer.viewport.applyConstraints(); },
    "zoom-out": () => { viewer.viewport.zoomBy(1 / 1.4); viewer.viewport.applyConstraints(); },
    "fit": () => viewer.viewport.goHome(calm),
    "rotate": () => viewer.viewport.rotateBy(90, undefined, calm),
    "full": () => (document.fullscreenElement ? document.exitFullscreen() : figure.requestFullscreen()),
    "light-reset": () => {
      for (const range of figure.querySelectorAll("[data-light]")) range.value = 100;
      light();
    },
    "previous": () => document.querySelector('[data-key="previous"]')?.click(),
    "next": () => document.querySelector('[data-key="next"]')?.click(),
  };
  const keys = { "+": "zoom-in", "=": "zoom-in", "-": "zoom-out", "0": "fit", "r": "rotate", "f": "full", "[": "previous", "]": "next" };

  tools.addEventListener("click", (event) => {
    const button = event.target.closest("[data-do]");
    if (button) acts[button.dataset.do]();
  });
  tools.addEventListener("input", (event) => { if (event.target.dataset.light) light(); });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const act = keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    acts[act]();
  }, true);

  /* The library would put a style block in the page, which the policy refuses; it does not when it
     finds one, and any element of that name will do. */
  const mute = document.createElementNS("urn:none", "style");
  mute.setAttribute("data-openseadragon-mobile-css", "true");
  document.head.append(mute);

  open(figure.dataset.iiif || plain);
})();
