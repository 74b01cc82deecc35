// A conversation outlives the page: who loads it anew in the same tab, or comes back to it there,
// finds it again and can go on with it, since the server keeps it, too (qa/web/visits.py). So does who
// was without a network for a moment: Gradio then loads the page anew.
//
// It is kept by the browser, for this tab and no other, until the tab is closed or a new conversation
// begins. Whether the visitor may still see the page is asked before: without the password there is
// none into which anything could be put back. What is put back is the HTML that our own server sent.

import { keptNarrowing, narrowAgain, newKey } from "./asking.js";
import { byId, questionBox, typeInto } from "./dom.js";

const NAME = "chapter-and-verse";
const AGAIN = ["reload", "back_forward"];

let coming = null; // what is to be put back as soon as there is a place for it
let welcome = ""; // in whose place it was put

// A browser may keep nothing for us, or too little for a long conversation; then it is as if a new
// tab had been opened, and nobody can do anything about it.
function quietly(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

const forget = () => quietly(() => sessionStorage.removeItem(NAME));

const shown = () => document.querySelector("#conversation .turns");

function leave() {
  if (coming) return; // it is still kept
  forget(); // where there is no room for what is there now, what was there before is no longer true
  const typed = questionBox()?.value ?? "";
  // As a reference: a parser makes a newline of every carriage return, and quotations have some.
  const turns = shown()?.outerHTML.replaceAll("\r", "&#13;") ?? "";
  const narrowed = keptNarrowing();
  if (!turns && !typed && narrowed.length === 0) return;
  quietly(() => sessionStorage.setItem(NAME, JSON.stringify({ turns, typed, narrowed })));
}

// What was being looked for is looked for no longer: its question.
function breakOff(turn) {
  const notice = document.createElement("div");
  notice.className = "notice bad";
  notice.setAttribute("role", "alert");
  notice.innerHTML = "<strong>No answer this time:</strong>";
  notice.append(` ${turn.parentElement.querySelector("[data-broken-off]").dataset.brokenOff}`);
  turn.classList.remove("pending");
  turn.querySelector(".waiting").replaceWith(notice);
  return turn.querySelector(".asked").textContent;
}

export function putBackConversation() {
  const place = coming && document.querySelector("#conversation :is(.welcome, .turns)");
  if (!place) return;
  let { turns, typed, narrowed } = coming;
  coming = null;
  if (turns && place.matches(".welcome")) {
    const conversation = place.parentElement;
    welcome = conversation.innerHTML;
    conversation.innerHTML = turns;
    conversation.querySelector("[aria-current]")?.removeAttribute("aria-current"); // nothing is open
    const pending = conversation.querySelector(".pending");
    if (pending) typed ||= breakOff(pending);
    conversation.querySelector("[data-key]").dataset.key += `:${newKey()}`;
    // What the server still knows of it, it may know better; by then it is told which one it is.
    setTimeout(() => byId("come-back").click());
  }
  if (typed && !questionBox().value) typeInto(questionBox(), typed);
  if (narrowed.length > 0) narrowAgain(narrowed);
}

// Gradio knows nothing of what was put back, and takes it for the welcome that it shows already.
export function beginAnew() {
  forget();
  const turns = welcome && shown();
  if (turns) turns.parentElement.innerHTML = welcome;
  welcome = "";
}

export function followLeaving() {
  const [how] = performance.getEntriesByType("navigation");
  if (AGAIN.includes(how?.type)) coming = quietly(() => JSON.parse(sessionStorage.getItem(NAME)));
  else forget();
  addEventListener("pagehide", leave);
  // A phone may drop the page of who looks at something else, and says no more than this.
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(); });
}
