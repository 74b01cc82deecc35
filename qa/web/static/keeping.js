// Copying, saving, and telling the owner of the page what an answer was worth.

import { byId, problemOf, reasonOf, say } from "./dom.js";

const NOTICED = 2000; // milliseconds

// Mail programs and word processors take the HTML, where there is one, all others the text.
async function write(text, html) {
  if (html && "ClipboardItem" in window) {
    const forms = { "text/plain": text, "text/html": html };
    const items = Object.entries(forms).map(([type, form]) => [type, new Blob([form], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(items))]);
  } else {
    await navigator.clipboard.writeText(text);
  }
}

export async function copyText(text, button, html = "") {
  let copied = true;
  try {
    await write(text, html);
  } catch {
    // Browsers keep the clipboard to pages of this machine and of encrypted hosts.
    const box = document.body.appendChild(document.createElement("textarea"));
    box.value = text;
    box.select();
    copied = document.execCommand("copy");
    box.remove();
    button.focus();
  }
  const label = (button.dataset.label ??= button.textContent);
  button.textContent = copied ? "Copied" : "Could not copy";
  say(button.textContent);
  setTimeout(() => { button.textContent = label; }, NOTICED);
}

function kept(what, within) {
  return [...within.querySelectorAll(".kept")].map((each) => each.dataset[what]);
}

// Of a turn what makes sense elsewhere: its words and its links, without buttons and style.
function asHtml(turn) {
  const copy = document.createElement("div");
  copy.append(...[...turn.querySelectorAll(".asked, .answer")].map((each) => each.cloneNode(true)));
  const ours = ".keep, .kept, .opinion, .opinion + .meta, details, .number";
  for (const each of copy.querySelectorAll(ours)) each.remove();
  for (const marker of copy.querySelectorAll(".marker")) marker.textContent = ` [${marker.textContent}]`;
  for (const link of copy.querySelectorAll("a")) link.setAttribute("href", link.href); // with the host
  for (const each of copy.querySelectorAll("*")) {
    for (const name of each.getAttributeNames()) if (name !== "href") each.removeAttribute(name);
  }
  return copy.innerHTML;
}

export function copyAnswer(button) {
  const turn = button.closest(".turn");
  copyText(kept("markdown", turn)[0], button, asHtml(turn));
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

/* ---- Opinions: a press sends one, a word can follow. The conversation is rendered anew with each
   turn, so what was said is remembered here, by the answer that it is about. ---- */

const opinions = new Map();

const answerOf = (turn) => kept("json", turn)[0];

async function send(turn, word) {
  const about = answerOf(turn);
  const { helpful } = opinions.get(about);
  let isKept = true;
  try {
    const sent = await fetch("/api/v1/feedback", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ helpful, word, answer: JSON.parse(about) }),
    });
    if (!sent.ok) throw new Error(await problemOf(sent));
    say(word ? "Your word is kept" : "Your opinion is kept");
    opinions.set(about, { helpful, asks: !word });
  } catch (error) {
    isKept = false;
    const problem = `It could not be kept: ${reasonOf(error)}`;
    opinions.set(about, { helpful, asks: Boolean(word), failed: !word, problem });
    say(problem);
  }
  showOpinions();
  return isKept;
}

export function chooseOpinion(button) {
  const turn = button.closest(".turn");
  opinions.set(answerOf(turn), { helpful: button.dataset.opinion === "yes", asks: false });
  send(turn, "");
}

export async function sendWord(form) {
  const turn = form.closest(".turn");
  const word = form.elements.word.value.trim();
  if (!word || !(await send(turn, word))) return;
  form.reset();
  turn.querySelector(".opinions [aria-pressed=true]").focus();
}

export function showOpinions() {
  for (const turn of document.querySelectorAll(".turn:has(.opinions)")) {
    const opinion = opinions.size ? opinions.get(answerOf(turn)) : undefined;
    for (const button of turn.querySelectorAll("[data-opinion]")) {
      const said = opinion && !opinion.failed && opinion.helpful === (button.dataset.opinion === "yes");
      const pressed = String(Boolean(said));
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
    }
    const form = turn.querySelector(".opinion");
    if (form.hidden === Boolean(opinion?.asks)) form.hidden = !opinion?.asks;
    showProblem(form, opinion?.problem);
  }
}

// Below the answer: why the last press kept nothing; the next one that does takes it away.
function showProblem(form, problem = "") {
  const shown = form.nextElementSibling?.matches("p.meta") ? form.nextElementSibling : null;
  if ((shown?.textContent ?? "") === problem) return;
  shown?.remove();
  if (!problem) return;
  const told = document.createElement("p");
  told.className = "meta";
  told.textContent = problem;
  form.after(told);
}
