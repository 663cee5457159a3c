/* The pages work without this file. It adds keys, keeps what is being typed, and tells who else looks.
   No key works while a field has the focus, and a colleague can switch all of them off. */
"use strict";

const OFF = "sneltoetsen-uit";
const FIELDS = "input, select, textarea, [contenteditable], iframe";
const EARLY = 600; /* ms: a key that was meant for the page before must not decide here */

const find = (key) => [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);
const rows = () => [...document.querySelectorAll("[data-row]")];
const switchedOff = () => localStorage.getItem(OFF) === "1";

function move(step) {
  const all = rows();
  const here = all.indexOf(document.activeElement.closest("tr")?.querySelector("[data-row]"));
  const next = here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + step, 0), all.length - 1);
  all[next].focus();
}

function open(target) {
  const fold = target.closest("details");
  if (fold && target.tagName === "SUMMARY") {
    fold.open = true;
    (fold.querySelector("button, input:not([type=hidden]), select, textarea") ?? target).focus();
  } else if (target.getAttribute("href")?.startsWith("#")) {
    document.getElementById(target.getAttribute("href").slice(1))?.focus();
  } else if (target.matches("input")) {
    target.focus();
  } else {
    target.click();
  }
}

function tick() {
  document.activeElement.closest("tr")?.querySelector("input[type=checkbox]")?.click();
}

function press(event) {
  const busy = event.repeat || event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
  if (busy || switchedOff() || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && event.target.matches("textarea, input")) event.target.blur();
  if (event.target.closest(FIELDS) && !event.target.matches("input[type=checkbox]")) return;
  if ((event.key === "j" || event.key === "k") && rows().length) {
    move(event.key === "j" ? 1 : -1);
  } else if (event.key === "x" && rows().length) {
    tick();
  } else {
    const target = find(event.key);
    if (!target || (event.key === "a" && performance.now() < EARLY)) return;
    open(target);
  }
  event.preventDefault();
}

function help() {
  const dialog = document.getElementById("toetsen");
  if (!dialog) return;
  const wanted = dialog.querySelector("[data-keys-wanted]");
  wanted.checked = !switchedOff();
  wanted.addEventListener("change", () => localStorage.setItem(OFF, wanted.checked ? "0" : "1"));
  dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
  for (const link of document.querySelectorAll('[data-key="?"]')) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      dialog.showModal();
    });
  }
}

function fold(menu) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

function keep(form) {
  const told = form.querySelector("[data-kept]");
  let typed = false;
  let timer = 0;
  const send = async () => {
    clearTimeout(timer);
    if (!typed) return;
    typed = false;
    const body = new URLSearchParams(new FormData(form));
    const failed = "Bewaren lukt nu niet. Kopieer uw tekst voordat u deze pagina sluit.";
    try {
      const answer = await fetch(form.dataset.keep, { method: "POST", body, keepalive: body.toString().length < 60000 });
      const readable = answer.headers.get("content-type")?.startsWith("text/plain");
      tell(told, readable ? await answer.text() : failed, answer.ok);
    } catch {
      tell(told, failed, false);
    }
  };
  form.addEventListener("input", () => {
    typed = true;
    clearTimeout(timer);
    timer = setTimeout(send, 1500);
  });
  form.addEventListener("submit", () => {
    typed = false;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send();
  });
}

function tell(place, text, good) {
  place.setAttribute("role", good ? "none" : "alert");
  place.textContent = text;
}

function watch(place) {
  setInterval(async () => {
    if (document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(place.dataset.present);
      if (answer.ok && !answer.redirected) place.textContent = await answer.text();
    } catch {
      /* the next turn asks again */
    }
  }, 20000);
}

document.documentElement.classList.add("scripted");
document.addEventListener("keydown", press);
help();
document.querySelectorAll("[data-more]").forEach(fold);
document.querySelectorAll("form[data-keep]").forEach(keep);
document.querySelectorAll("[data-present]").forEach(watch);
if (location.hash === "#zoek") document.getElementById("zoek")?.focus();
