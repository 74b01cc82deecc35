// Copying, saving, and telling the owner of the page what an answer was worth.

import { byId, problemOf } from "./dom.js";

const NOTICED = 2000; // milliseconds

export async function copyText(text, button) {
  let copied = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Browsers keep the clipboard to pages of this machine and of encrypted hosts.
    const box = document.body.appendChild(document.createElement("textarea"));
    box.value = text;
    box.select();
    copied = document.execCommand("copy");
    box.remove();
    button.focus();
  }
  button.dataset.label ??= button.textContent;
  button.textContent = copied ? "Copied" : "Could not copy";
  byId("said").textContent = button.textContent;
  setTimeout(() => { button.textContent = button.dataset.label; }, NOTICED);
}

function kept(what, within) {
  return [...within.querySelectorAll(`template[data-${what}]`)].map((each) => each.content.textContent);
}

export function copyAnswer(button) {
  copyText(kept("markdown", button.closest(".turn"))[0], button);
}

export function save(what) {
  const text = what === "md"
    ? kept("markdown", byId("conversation")).join("\n")
    : `{"answers": [${kept("json", byId("conversation")).join(",\n")}]}\n`;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = `chapter-and-verse-${new Date().toISOString().slice(0, 10)}.${what}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), NOTICED); // some browsers begin later
}

/* ---- Opinions: a press chooses, the word is optional, "Send" sends both ---- */

export function chooseOpinion(button) {
  const turn = button.closest(".turn");
  for (const other of turn.querySelectorAll("[data-opinion]")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
  turn.querySelector(".opinion").hidden = false;
  turn.querySelector(".thanks").textContent = "";
  turn.querySelector(".opinion input").focus();
}

export async function sendOpinion(form) {
  const turn = form.closest(".turn");
  const thanks = turn.querySelector(".thanks");
  const opinion = {
    helpful: turn.querySelector("[data-opinion][aria-pressed=true]").dataset.opinion === "yes",
    word: form.elements.word.value,
    answer: JSON.parse(kept("json", turn)[0]),
  };
  try {
    const sent = await fetch("/api/v1/feedback", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(opinion),
    });
    if (!sent.ok) throw new Error(await problemOf(sent));
    form.hidden = true;
    form.reset();
    thanks.textContent = "Thank you: that is kept for whoever runs this page.";
  } catch (error) {
    thanks.textContent = `It could not be kept: ${error.message}`;
  }
}
