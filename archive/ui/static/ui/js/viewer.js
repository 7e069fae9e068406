/* The page viewer: deep zoom over the plain image, which stays when anything fails. Where two pages
   stand side by side, keys act on the one last touched, and both move together if that is wished. */
"use strict";
(() => {
  if (!window.OpenSeadragon) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const together = document.querySelector("[data-together]");
  const all = [];

  /* The library would put a style block in the page, which the policy refuses; it does not when it
     finds one, and any element of that name will do. */
  const mute = document.createElementNS("urn:none", "style");
  mute.setAttribute("data-openseadragon-mobile-css", "true");
  document.head.append(mute);

  const begin = (figure) => {
    const stage = figure.querySelector("[data-stage]");
    const sheet = figure.querySelector("[data-sheet]");
    const tools = figure.querySelector("[data-tools]");
    const picture = sheet.querySelector("img");
    const plain = { type: "image", url: figure.dataset.image };
    const own = { viewer: null, moving: false };

    const show = (zooming) => { stage.hidden = tools.hidden = !zooming; sheet.hidden = zooming; };

    const mark = () => {
      const { x: width, y: height } = own.viewer.world.getItemAt(0).getContentSize();
      for (const rect of sheet.querySelectorAll("[data-mark]")) {
        const at = ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)));
        const element = document.createElement("div");
        element.className = "viewer__mark";
        const tall = height / width;
        own.viewer.addOverlay(element, new OpenSeadragon.Rect(at[0], at[1] * tall, at[2], at[3] * tall));
      }
    };

    /* Another page is brought to the same place and size. */
    const follow = () => {
      if (own.moving || !together?.querySelector("input").checked) return;
      for (const other of all) {
        if (other === own || !other.viewer?.isOpen()) continue;
        other.moving = true;
        other.viewer.viewport.zoomTo(own.viewer.viewport.getZoom(false), undefined, true);
        other.viewer.viewport.panTo(own.viewer.viewport.getCenter(false), true);
        other.moving = false;
      }
    };

    const open = (source) => {
      show(true);
      const viewer = own.viewer = OpenSeadragon({
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
      viewer.addHandler("zoom", follow);
      viewer.addHandler("pan", follow);
      /* A tile that cannot be had is a damaged pyramid: the plain image shows the page all the same. */
      const fall = () => {
        if (own.viewer !== viewer) return;
        own.viewer = null;
        setTimeout(() => { viewer.destroy(); if (source === plain) show(false); else open(plain); });
      };
      viewer.addHandler("open-failed", fall);
      viewer.addHandler("tile-load-failed", (event) => { if (source !== plain && !event.tile?.loaded) fall(); });
    };

    const light = () => {
      const value = (name) => figure.querySelector(`[data-light="${name}"]`).value;
      own.viewer.drawer.canvas.style.filter =
        `brightness(${value("brightness")}%) contrast(${value("contrast")}%)`;
    };

    own.acts = {
      "zoom-in": () => { own.viewer.viewport.zoomBy(1.4); own.viewer.viewport.applyConstraints(); },
      "zoom-out": () => { own.viewer.viewport.zoomBy(1 / 1.4); own.viewer.viewport.applyConstraints(); },
      "fit": () => own.viewer.viewport.goHome(calm),
      "rotate": () => own.viewer.viewport.rotateBy(90, undefined, calm),
      "full": () => (document.fullscreenElement ? document.exitFullscreen() : figure.requestFullscreen()),
      "light-reset": () => {
        for (const range of figure.querySelectorAll("[data-light]")) range.value = 100;
        light();
      },
      "previous": () => document.querySelector('[data-key="previous"]')?.click(),
      "next": () => document.querySelector('[data-key="next"]')?.click(),
    };
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) own.acts[button.dataset.do]();
    });
    tools.addEventListener("input", (event) => { if (event.target.dataset.light) light(); });
    for (const touch of ["pointerdown", "focusin"]) figure.addEventListener(touch, () => { touched = own; });
    all.push(own);
    open(figure.dataset.iiif || plain);
  };

  let touched = null;
  for (const figure of document.querySelectorAll("[data-viewer]")) {
    if (figure.dataset.image) begin(figure);
  }
  if (!all.length) return;
  touched = all[0];
  if (together) together.hidden = all.length < 2;

  const keys = { "+": "zoom-in", "=": "zoom-in", "-": "zoom-out", "0": "fit", "r": "rotate", "f": "full", "[": "previous", "]": "next" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea, [contenteditable]")) return;
    const act = keys[event.key.toLowerCase()];
    if (!act || !touched.viewer) return;
    event.preventDefault();
    event.stopPropagation();
    touched.acts[act]();
  }, true);
})();
