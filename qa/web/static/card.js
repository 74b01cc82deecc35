// A marker's quotation, while it is pointed at or has the focus.

import { byId } from "./dom.js";

const GAP = 8; // pixels
const CROSSED = 250; // milliseconds
let leaving = 0;

function showCard(marker) {
  const card = byId("card");
  const quotation = byId(marker.getAttribute("aria-describedby"));
  if (!card || !quotation) return;
  clearTimeout(leaving);
  const parts = quotation.parentElement.querySelectorAll(":scope > :is(a, .meta, blockquote)");
  card.replaceChildren(...[...parts].flatMap((part) => {
    const copy = part.cloneNode(true);
    copy.removeAttribute("id");
    return [copy, " "];
  }));
  for (const link of card.querySelectorAll("a")) link.replaceWith(...link.childNodes);
  card.hidden = false;
  const at = marker.getBoundingClientRect();
  const { width, height } = card.getBoundingClientRect();
  const below = at.bottom + GAP;
  card.style.left = `${Math.max(GAP, Math.min(at.left, innerWidth - width - GAP))}px`;
  card.style.top = `${below + height < innerHeight ? below : Math.max(GAP, at.top - height - GAP)}px`;
}

export const isCardShown = () => byId("card")?.hidden === false;

export function hideCard() {
  clearTimeout(leaving);
  const card = byId("card");
  if (card) card.hidden = true;
}

// The pointer may cross the gap between a marker and its card.
function hideCardSoon() {
  clearTimeout(leaving);
  leaving = setTimeout(hideCard, CROSSED);
}

export function hideOrphanedCard() {
  if (isCardShown() && !document.querySelector(":is(a.marker:is(:hover, :focus), #card:hover)")) hideCardSoon();
}

export function followMarkers() {
  document.addEventListener("pointerover", (event) => {
    const marker = event.target.closest?.("a.marker");
    if (marker) showCard(marker);
    else if (event.target.closest?.("#card")) clearTimeout(leaving);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.target.closest?.("#card, a.marker")) hideCardSoon();
  });
  document.addEventListener("focusin", (event) => {
    const marker = event.target.closest?.("a.marker:focus-visible");
    // After the browser has scrolled to it.
    if (marker) requestAnimationFrame(() => requestAnimationFrame(() => showCard(marker)));
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.closest?.("a.marker")) hideCard();
  });
  document.addEventListener("scroll", (event) => {
    if (event.target !== byId("card")) hideCard();
  }, true);
}
