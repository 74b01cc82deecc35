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

export function showNewest() {
  const all = document.querySelectorAll("#conversation .turn");
  if (all.length > Math.max(turns, 1)) all[all.length - 1].scrollIntoView({ block: "start" });
  turns = all.length;
  const key = document.querySelector("#conversation .turns")?.dataset.key ?? "";
  if (key !== named) typeInto(document.querySelector("#conversation-key textarea"), key);
  named = key;
}

/* ---- Which articles are asked: the form's values, and each of them as a chip ---- */

let narrowed = new URLSearchParams();

const DAYS = { since: "from", until: "up to" };

function chosen() {
  return [...new FormData(byId("narrow"))].filter(([, value]) => value !== "");
}

function labelOf(name, value) {
  if (name in DAYS) {
    return `${DAYS[name]} ${new Date(`${value}T12:00`).toLocaleDateString("en-GB", { dateStyle: "long" })}`;
  }
  const box = [...document.querySelectorAll(`#narrow [name=${name}]`)].find((each) => each.value === value);
  return box?.dataset.chip ?? value;
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
