// Asking an example, editing the last question, and which articles are asked.

import { byId, questionBox, typeInto } from "./dom.js";

export function ask(question) {
  questionBox().focus(); // what was pressed goes away
  typeInto(questionBox(), question);
  setTimeout(() => byId("send").click());
}

export function editLast() {
  byId("edit-last").click();
  questionBox().focus();
}

export function keepLast() {
  byId("keep-last").click();
  questionBox().focus();
}

/* ---- The newest question in sight; and the server told which conversation it is that is shown ---- */

let turns = 0;
let named = "";
let next = "";

// Of a conversation that the page does not show yet, so that it is one however often Enter is pressed;
// and of one that a page goes on with which was loaded anew: the page before it may be there, too.
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").slice(0, 22);
}

export function showNewest() {
  const all = document.querySelectorAll("#conversation .turn");
  if (all.length > Math.max(turns, 1)) all[all.length - 1].scrollIntoView({ block: "start" });
  turns = all.length;
  const place = document.querySelector("#conversation-key textarea");
  if (!place) return;
  const shown = document.querySelector("#conversation [data-key]")?.dataset.key;
  next = shown ? "" : next || `new:${newKey()}`;
  const key = shown ?? next;
  if (key !== named) typeInto(place, key);
  named = key;
}

/* ---- Which articles are asked: the form's values, and each of them as a chip ---- */

let narrowed = new URLSearchParams();
const labels = new Map(); // of what the form does not have yet, after the page was loaded anew

const DAYS = { since: "from", until: "up to" };

function chosen() {
  return [...new FormData(byId("narrow"))].filter(([, value]) => value !== "");
}

function labelOf(name, value) {
  if (name in DAYS) {
    return `${DAYS[name]} ${new Date(`${value}T12:00`).toLocaleDateString("en-GB", { dateStyle: "long" })}`;
  }
  const box = [...document.querySelectorAll(`#narrow [name=${name}]`)].find((each) => each.value === value);
  return box?.dataset.chip ?? labels.get(`${name} ${value}`) ?? value;
}

function showChips() {
  const chips = [...narrowed].map(([name, value]) => {
    const item = document.createElement("li");
    const button = item.appendChild(document.createElement("button"));
    const label = labelOf(name, value);
    button.type = "button";
    button.textContent = label;
    button.setAttribute("aria-label", `No longer only ${label}`);
    button.dataset.name = name;
    button.dataset.value = value;
    return item;
  });
  byId("chips").replaceChildren(...chips);
  byId("chips").hidden = chips.length === 0;
}

function setNarrowed(values) {
  narrowed = new URLSearchParams(values);
  typeInto(document.querySelector("#narrowing textarea"), narrowed.toString());
  showChips();
}

export const narrow = () => setNarrowed(chosen());

// What outlives the page: each condition with its label.
export const keptNarrowing = () => [...narrowed].map(([name, value]) => [name, value, labelOf(name, value)]);

export function narrowAgain(kept) {
  for (const [name, value, label] of kept) labels.set(`${name} ${value}`, label);
  setNarrowed(kept.map(([name, value]) => [name, value]));
}

export function dropChip(chip) {
  setNarrowed([...narrowed].filter(([name, value]) => name !== chip.dataset.name || value !== chip.dataset.value));
  restoreForm();
  (byId("chips").querySelector("button") ?? questionBox()).focus();
}

export function askEverywhere() {
  setNarrowed([]);
  restoreForm();
}

// The form is fetched anew when articles come or go; what was chosen stays, as far as it is there.
export function restoreForm() {
  const form = byId("narrow");
  if (!form) return;
  for (const field of form.elements) {
    if (field.type === "checkbox") field.checked = narrowed.has(field.name, field.value);
    else if (field.name) field.value = narrowed.get(field.name) ?? "";
  }
}
