// What the page does beyond asking. Its parts come and go, so all listeners are the document's.

import { closeLibrary, followDrops, openLibrary, putBack, takeOut, thinkBetter } from "./articles.js";
import { ask, askEverywhere, dropChip, editLast, keepLast, showNewest } from "./asking.js";
import { followBack } from "./back.js";
import { followMarkers, hideCard, hideOrphanedCard, isCardShown } from "./card.js";
import { byId, isPlainClick, questionBox } from "./dom.js";
import { chooseOpinion, copyAnswer, copyText, save, sendWord, showOpinions } from "./keeping.js";
import { closeReader, keepDetails, keepOpener, noteDetails, openPassage, step } from "./reading.js";
import { followStart } from "./start.js";
import { beginAnew, followLeaving, putBackConversation } from "./staying.js";

// What is clicked, and what happens then; the first that fits.
const CLICKS = {
  "[data-everywhere]": (button) => { askEverywhere(); ask(button.dataset.question); },
  "[data-question]": (button) => ask(button.dataset.question),
  "[data-edit]": editLast,
  "[data-keep]": keepLast,
  "[data-copy-answer]": copyAnswer,
  "[data-save]": (button) => save(button.dataset.save),
  "[data-opinion]": chooseOpinion,
  "[data-take-out]": takeOut,
  "[data-put-back]": putBack,
  "#chips button": dropChip,
  "#open-library": openLibrary,
  "#close-library": closeLibrary,
  "#back": closeReader,
  "#previous": (button) => step(-1, button),
  "#next": (button) => step(1, button),
  "#copy": (button) => copyText(byId("alone").href, button),
  "#restart": () => { beginAnew(); closeReader(); closeLibrary(); questionBox().focus(); },
  "#send, #stop": () => questionBox().focus(), // each hides when it was pressed
};

// The second click of two fast ones would hit what took the first one's place, or mean it again.
const ONCE = "#send, #stop, [data-question], [data-take-out], [data-opinion]";

document.addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest(ONCE)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

// Nor may Enter that is held down: each repetition would be a click.
document.addEventListener("keydown", (event) => {
  if (event.repeat && event.key === "Enter" && event.target.closest(ONCE)) event.preventDefault();
}, true);

document.addEventListener("click", (event) => {
  const details = event.target.closest("#conversation summary")?.parentElement;
  if (details) noteDetails(details, !details.open); // it is opened or closed after this
}, true);

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-passage]");
  if (link) {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    openPassage(link);
    return;
  }
  for (const [what, act] of Object.entries(CLICKS)) {
    const clicked = event.target.closest(what);
    if (clicked) {
      act(clicked);
      return;
    }
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest(".opinion, #narrow");
  if (!form) return;
  event.preventDefault();
  if (form.matches(".opinion")) sendWord(form);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (isCardShown()) hideCard();
  else thinkBetter() || closeReader() || closeLibrary();
});

new MutationObserver(() => {
  putBackConversation();
  showNewest();
  keepOpener();
  keepDetails();
  showOpinions();
  hideOrphanedCard();
}).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ["open", "data-key"] });

followLeaving();
followBack();
followMarkers();
followDrops();
followStart();
