/* The chat works without this file: every form loads the page anew. With it a message goes out beside the page, what is
   new is added to the log (so that a screen reader says it, and nothing twice), and the focus stays where one types.
   In a frame, Escape asks the page around it to close. */
"use strict";

const CLOSE = "thorbecke2024:sluiten"; /* widget.js waits for this word; it says nothing about anybody */
const FIELD = ["class", "aria-describedby", "aria-invalid", "autocomplete", "inputmode"];
const framed = window.parent !== window;
const log = () => document.querySelector(".log");
const field = () => document.getElementById("vraag");
const same = (one, other) => one.textContent.trim() === other.textContent.trim();

function renewLog(fresh) {
  const now = [...log().children];
  const next = [...fresh.querySelector(".log").children];
  const goesOn = now.length <= next.length && now.every((turn, place) => same(turn, next[place]));
  if (goesOn && now.length === next.length) return;
  document.getElementById("antwoord")?.removeAttribute("id");
  if (goesOn) log().append(...next.slice(now.length));
  else log().replaceChildren(...next);
}

function renewField(fresh, sent) {
  const [now, next] = [field(), fresh.getElementById("vraag")];
  for (const name of FIELD) {
    if (next.hasAttribute(name)) now.setAttribute(name, next.getAttribute(name));
    else now.removeAttribute(name);
  }
  if (now.value === sent) now.value = next.value; /* else somebody is typing on */
}

function renew(fresh, sent) {
  renewLog(fresh);
  for (const part of document.querySelectorAll("[data-part]")) {
    part.replaceChildren(...fresh.querySelector(`[data-part="${part.dataset.part}"]`).childNodes);
  }
  renewField(fresh, sent);
  field().focus({ preventScroll: true });
  document.getElementById("antwoord")?.previousElementSibling.scrollIntoView({ block: "start" });
}

async function send(form, button) {
  const sent = field().value;
  const body = new URLSearchParams(new FormData(form, button));
  const answer = await fetch(form.action, { method: "POST", body });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (!fresh.querySelector(".log")) throw new Error("another page");
  renew(fresh, sent);
}

let busy = false;

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.closest(".chat") || form.dataset.plain) return;
  event.preventDefault();
  if (busy) return;
  busy = true;
  log().setAttribute("aria-busy", "true");
  try {
    await send(form, event.submitter);
  } catch {
    form.dataset.plain = "1"; /* the browser itself shows what comes back */
    form.requestSubmit(event.submitter);
  } finally {
    busy = false;
    log().removeAttribute("aria-busy");
  }
});

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && framed) window.parent.postMessage(CLOSE, "*");
  if (event.key === "Enter" && !event.shiftKey && event.target === field()) {
    event.preventDefault();
    field().form.requestSubmit();
  }
});

if (framed) {
  window.addEventListener("focus", () => {
    if (document.activeElement === document.body) field()?.focus();
  });
  if (document.hasFocus()) field()?.focus();
}
