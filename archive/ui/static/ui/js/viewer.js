/* The page viewer: deep zoom over the plain image, which stays when anything fails. Where two pages
   stand side by side, keys act on the one last touched, and both move together if that is wished. */
"use strict";
(() => {
  /* The strip of pages begins seven before this one, which a narrow screen would not show. */
  const here = document.querySelector(".thumbs--strip [aria-current]");
  if (here) {
    const strip = here.closest(".thumbs--strip");
    const [one, all] = [here.getBoundingClientRect(), strip.getBoundingClientRect()];
    strip.scrollLeft += one.left + one.width / 2 - all.left - all.width / 2;
  }
  /* The first word found is brought into sight: in the text beside an image, or of a text alone. */
  const found = document.querySelector(".pagetext__body mark");
  if (found) {
    const body = found.closest(".pagetext__body");
    const [word, text] = [found.getBoundingClientRect(), body.getBoundingClientRect()];
    if (body.scrollHeight > body.clientHeight) body.scrollTop += word.top - text.top - body.clientHeight / 3;
    else if (found.closest(".reader--text") && word.bottom > innerHeight) found.scrollIntoView({ block: "center", behavior: "instant" });
  }

  const isTyping = (event) => event.ctrlKey || event.metaKey || event.altKey
    || event.target.closest("input, select, textarea, [contenteditable]");

  /* Pages are turned where there is no image, too. */
  const turn = (to) => document.querySelector(`[data-key="${to}"]`)?.click();
  document.addEventListener("keydown", (event) => {
    const to = { "[": "previous", "]": "next" }[event.key];
    if (to && !isTyping(event)) turn(to);
  });

  if (!window.OpenSeadragon) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const byFinger = matchMedia("(pointer: coarse)").matches;
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
    const { image, zoomed } = figure.dataset;
    const plain = { type: "image", url: image };
    const own = { viewer: null, moving: false, whole: true };

    /* The whole image is for paper, and for when nothing else can be shown: fetched then. */
    const whole = new Image();
    whole.loading = "lazy";
    whole.className = "sheet__whole";
    whole.alt = "";
    whole.src = image;
    sheet.querySelector("a").append(whole);
    addEventListener("beforeprint", () => { whole.loading = "eager"; });

    const show = (zooming) => {
      stage.hidden = tools.hidden = !zooming;
      figure.classList.toggle("is-zooming", zooming);
    };
    /* The small picture stands there until the tiles do, or until something is done with the page. */
    const uncover = () => figure.classList.add("is-drawn");

    const mark = () => {
      const { x: width, y: height } = own.viewer.world.getItemAt(0).getContentSize();
      for (const rect of sheet.querySelectorAll("[data-mark]")) {
        const at = ["x", "y", "width", "height"].map((name) => Number(rect.getAttribute(name)));
        const element = document.createElement("div");
        element.className = "viewer__mark";
        const tall = height / width;
        own.viewer.addOverlay(element, new OpenSeadragon.Rect(at[0], at[1] * tall, at[2], at[3] * tall));
      }
      sheet.querySelector(".sheet__marks")?.classList.add("is-on-stage");
    };

    /* Another page is brought to the same place and size. */
    const follow = () => {
      if (own.moving || !together?.querySelector("input").checked) return;
      for (const other of all) {
        if (other === own || !other.viewer?.isOpen()) continue;
        other.moving = true;
        other.whole = own.whole;
        other.viewer.viewport.zoomTo(own.viewer.viewport.getZoom(false), undefined, true);
        other.viewer.viewport.panTo(own.viewer.viewport.getCenter(false), true);
        other.moving = false;
      }
    };

    /* While the whole page is in sight a finger on it scrolls, as anywhere else; what is brought
       closer it moves about. */
    const yieldToFinger = () => {
      if (!byFinger) return;
      const { viewport } = own.viewer;
      const isWhole = viewport.getZoom(false) <= viewport.getHomeZoom() * 1.01;
      own.viewer.setCooperativeGestures(isWhole && !isFull());
    };

    /* Coarser tiles than fill the stage are left out: the small picture stands there until then. */
    const tiled = () => {
      const source = JSON.parse(zoomed);
      const { width, height, tiles: [tiles] } = source;
      const most = Math.max(width / stage.clientWidth, height / stage.clientHeight) / devicePixelRatio;
      tiles.scaleFactors = tiles.scaleFactors.filter((factor) => factor <= Math.max(1, most));
      return source;
    };

    const open = (source) => {
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
      viewer.canvas.setAttribute("aria-label", sheet.querySelector("img").alt);
      viewer.addHandler("open", () => { mark(); yieldToFinger(); });
      viewer.addHandler("zoom", () => { follow(); yieldToFinger(); });
      viewer.addHandler("pan", follow);
      viewer.addHandler("fully-loaded-change", (event) => { if (event.fullyLoaded) uncover(); });
      for (const touch of ["canvas-drag", "canvas-scroll", "canvas-pinch", "canvas-double-click", "canvas-key"]) {
        viewer.addHandler(touch, () => { uncover(); own.whole = false; });
      }
      /* A page that was seen whole is so on a screen turned or filled, too. */
      viewer.addHandler("resize", () => setTimeout(() => {
        if (own.whole && own.viewer === viewer) viewer.viewport.goHome(true);
      }));
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

    /* Where the browser gives no element the whole screen (iPhone), the page gives it its own. */
    const isFull = () => document.fullscreenElement === figure || figure.classList.contains("is-full");
    const fill = (full) => {
      figure.classList.toggle("is-full", full);
      document.documentElement.classList.toggle("is-covered", full);
      yieldToFinger();
    };
    const full = () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else if (figure.classList.contains("is-full")) fill(false);
      else if (figure.requestFullscreen) figure.requestFullscreen().catch(() => fill(true));
      else fill(true);
    };
    figure.addEventListener("fullscreenchange", () => { if (own.viewer) yieldToFinger(); });

    const acts = {
      "zoom-in": () => { own.viewer.viewport.zoomBy(1.4); own.viewer.viewport.applyConstraints(); },
      "zoom-out": () => { own.viewer.viewport.zoomBy(1 / 1.4); own.viewer.viewport.applyConstraints(); },
      "fit": () => own.viewer.viewport.goHome(calm),
      "rotate": () => own.viewer.viewport.rotateBy(90, undefined, calm),
      "full": full,
      "light-reset": () => {
        for (const range of figure.querySelectorAll("[data-light]")) range.value = 100;
        light();
      },
    };
    own.act = (name) => {
      uncover();
      if (name.startsWith("zoom")) own.whole = false;
      if (name === "fit") own.whole = true;
      acts[name]();
    };
    own.leave = () => { if (figure.classList.contains("is-full")) fill(false); };
    tools.addEventListener("click", (event) => {
      const button = event.target.closest("[data-do]");
      if (button) own.act(button.dataset.do);
    });
    tools.addEventListener("input", (event) => { if (event.target.dataset.light) { uncover(); light(); } });
    /* One panel at a time, and Escape closes it. */
    const panels = [...tools.querySelectorAll("details")];
    for (const panel of panels) {
      panel.addEventListener("toggle", () => {
        if (panel.open) for (const other of panels) if (other !== panel) other.open = false;
      });
      panel.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !panel.open) return;
        event.stopPropagation();
        panel.open = false;
        panel.querySelector("summary").focus();
      });
    }
    for (const touch of ["pointerdown", "focusin"]) figure.addEventListener(touch, () => { touched = own; });
    all.push(own);
    show(true);
    open(zoomed ? tiled() : plain);
  };

  let touched = null;
  for (const figure of document.querySelectorAll("[data-viewer]")) {
    if (figure.dataset.image) begin(figure);
  }
  if (!all.length) return;
  touched = all[0];
  if (together) together.hidden = all.length < 2;

  const keys = { "+": "zoom-in", "=": "zoom-in", "-": "zoom-out", "0": "fit", "r": "rotate", "f": "full" };
  document.addEventListener("keydown", (event) => {
    if (isTyping(event)) return;
    const act = keys[event.key.toLowerCase()];
    if (!act || !touched.viewer) return;
    event.preventDefault();
    event.stopPropagation();
    touched.act(act);
  }, true);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") touched.leave(); });
})();
