/* The chat of Thorbecke2024 on any site: <script src="https://OUR-ADDRESS/widget.js" defer></script>
   It puts one labelled button on the page. The chat itself is a frame of our own origin, which is loaded when somebody
   opens it and not before; nothing is stored and nobody else is asked for anything. Styles stand in a shadow root as an
   adopted sheet, so that a strict policy of the page needs script-src and frame-src for our origin and no more. */
(() => {
  "use strict";

  const home = new URL(document.currentScript.src).origin;
  const CLOSE = "thorbecke2024:sluiten"; /* chat.js says this word on Escape */
  if (document.querySelector("[data-thorbecke2024]")) return;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host { all: initial; color-scheme: light dark; }
    * { box-sizing: border-box; font: 600 1rem/1.4 "Source Sans 3", "Segoe UI", Arial, sans-serif; }
    [hidden] { display: none !important; }
    button { min-block-size: 2.75rem; padding: 0.5rem 1.25rem; border: 2px solid #fff; border-radius: 1.5rem; background: #00396b; color: #fff; cursor: pointer; }
    button:hover { background: #00203d; text-decoration: underline; }
    button:focus-visible { outline: 3px solid #0b0c0c; outline-offset: 2px; box-shadow: 0 0 0 6px #fd0; }
    .open, .panel { position: fixed; inset-block-end: 1rem; inset-inline-end: 1rem; z-index: 2147483000; }
    .open { max-inline-size: calc(100vw - 2rem); box-shadow: 0 2px 8px rgb(0 0 0 / 0.4); }
    .panel { display: flex; flex-direction: column; inline-size: min(26rem, calc(100vw - 2rem)); block-size: min(42rem, calc(100dvh - 2rem)); border: 2px solid #00396b; border-radius: 8px; overflow: hidden; background: #fff; box-shadow: 0 4px 24px rgb(0 0 0 / 0.4); }
    .bar { display: flex; align-items: center; justify-content: space-between; gap: 0.5rem; padding: 0.375rem 0.5rem 0.375rem 1rem; background: #00396b; color: #fff; }
    .bar h2 { margin: 0; font-size: 1.125rem; }
    iframe { flex: 1; inline-size: 100%; min-block-size: 0; border: 0; background: Canvas; }
    @media (max-width: 30rem) { .panel { inset: 0; inline-size: auto; block-size: auto; border-radius: 0; } }
    @media (prefers-color-scheme: dark) { .panel { border-color: #9ecbf0; background: #101a28; } }
    @media (prefers-reduced-motion: no-preference) { .panel { animation: appear 0.15s ease-out; } @keyframes appear { from { opacity: 0; } } }
    @media print { .open, .panel { display: none; } }
  `);

  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  const opener = make("button", { type: "button", class: "open", "aria-haspopup": "dialog", "aria-expanded": "false" }, "Stel een vraag aan Thorbecke2024");
  const closer = make("button", { type: "button" }, "Sluiten");
  const title = make("h2", { id: "kop" }, "Vraag en antwoord");
  const panel = make("div", { class: "panel", role: "dialog", "aria-labelledby": "kop", hidden: "" }, make("div", { class: "bar" }, title, closer));
  let frame = null;

  function enter() {
    frame.focus();
    frame.contentWindow.focus();
  }

  function open() {
    panel.hidden = false;
    opener.hidden = true;
    opener.setAttribute("aria-expanded", "true");
    closer.focus();
    if (frame) {
      enter();
      return;
    }
    frame = make("iframe", { title: "Gesprek met de assistent van Thorbecke2024", src: `${home}/widget`, referrerpolicy: "no-referrer" });
    frame.addEventListener("load", () => {
      if (!panel.hidden && root.activeElement === closer) enter();
    }, { once: true });
    panel.append(frame);
  }

  function close() {
    panel.hidden = true;
    opener.hidden = false;
    opener.setAttribute("aria-expanded", "false");
    opener.focus();
  }

  opener.addEventListener("click", open);
  closer.addEventListener("click", close);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  window.addEventListener("message", (event) => {
    if (frame && event.source === frame.contentWindow && event.origin === home && event.data === CLOSE) close();
  });

  const host = make("div", { "data-thorbecke2024": "" });
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  root.append(opener, panel);
  document.body.append(host);
})();
