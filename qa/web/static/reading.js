// Articles open beside the chat, at a passage. Without this script every link still works.

import { hideCard } from "./card.js";
import { byId, focusOn, problemOf, questionBox } from "./dom.js";

let opener = null;
let openerOf = ""; // the name of its turn

// The passages of the answer that a link belongs to, each once, in the order of their markers.
function beside(link) {
  const links = link.closest(".turn")?.querySelectorAll("a[data-passage]") ?? [link];
  return [...new Map([...links].reverse().map((each) => [each.href, each])).values()].reverse();
}

// Of the same answer in the same version of the same article: seen, too, but more faintly.
function otherPlaces(link) {
  const here = new URL(link.href);
  return beside(link)
    .map((other) => new URL(other.href))
    .filter(({ href, pathname, searchParams: of }) =>
      href !== here.href &&
      pathname === here.pathname &&
      of.get("sha256") === here.searchParams.get("sha256"))
    .map(({ searchParams: of }) => `${of.get("start")}-${of.get("end")}`);
}

async function fetched(link) {
  const address = new URL(link.href);
  address.searchParams.set("part", "1");
  for (const place of otherPlaces(link)) address.searchParams.append("also", place);
  try {
    const answer = await fetch(address);
    // Who needs a password, or comes too fast, gets a problem and no page.
    if (!answer.headers.get("content-type")?.startsWith("text/html")) return sorry(await problemOf(answer));
    // Our own pages say what is wrong with an address; a server's error is none of ours.
    if (answer.status < 500 || answer.status === 503) return await answer.text();
  } catch {
    // The server is away: told below.
  }
  return byId("unreachable").innerHTML;
}

// What stands where the article would, with these words.
function sorry(words) {
  const told = byId("unreachable").cloneNode(true);
  told.content.querySelector("p").textContent = words;
  return told.innerHTML;
}

function setOpener(link) {
  opener?.removeAttribute("aria-current");
  opener = link;
  opener?.setAttribute("aria-current", "true");
  openerOf = link?.closest(".turn")?.getAttribute("aria-label") ?? "";
}

export async function openPassage(link) {
  hideCard();
  setOpener(link);
  const html = await fetched(link);
  if (opener?.href !== link.href) return; // another one was opened meanwhile
  byId("reading").innerHTML = html;
  byId("alone").href = link.href;
  byId("back").textContent = link.closest(".turn") ? "Back to the answer" : "Back to the articles";
  showPlace();
  byId("reader").hidden = false;
  document.body.classList.add("reading");
  const passage = byId("passage");
  (passage ?? byId("reading")).focus({ preventScroll: true });
  if (passage) passage.scrollIntoView({ block: fits(passage) ? "center" : "start" });
  else byId("reading").scrollTop = 0;
}

// One that is longer than what can be seen is read from its beginning.
const fits = (passage) => passage.offsetHeight < byId("reading").clientHeight;

function showPlace() {
  const all = beside(opener);
  const at = all.findIndex((link) => link.href === opener.href);
  byId("steps").hidden = all.length < 2;
  byId("place").textContent = `${at + 1} of ${all.length}`;
  byId("previous").disabled = at <= 0;
  byId("next").disabled = at === all.length - 1;
}

export async function step(by, button) {
  const all = beside(opener);
  const to = all[all.findIndex((link) => link.href === opener.href) + by];
  if (!to) return;
  await openPassage(to);
  // Who steps on has the next step at hand.
  if (opener === to) (button.disabled ? byId("back") : button).focus({ preventScroll: true });
}

// Whether there was anything to close.
export function closeReader() {
  const link = opener;
  setOpener(null); // also when the article is still being fetched: it must not open any more
  if (byId("reader").hidden) return false;
  byId("reader").hidden = true;
  document.body.classList.toggle("reading", !byId("library").hidden);
  focusOn(link?.isConnected ? link : questionBox());
  return true;
}

// The conversation is rendered anew with each turn; what was opened stays open, and marked.

const opened = new WeakSet();

// What a visitor does, not the event "toggle": that tells of rendering, too, which closes them.
export function noteDetails(details, isOpen) {
  if (isOpen) opened.add(details);
  else opened.delete(details);
}

export function keepDetails() {
  for (const details of document.querySelectorAll("#conversation details:not([open])")) {
    if (opened.has(details)) details.open = true;
  }
}

export function keepOpener() {
  if (!opener) return;
  if (opener.isConnected) {
    if (!opener.hasAttribute("aria-current")) opener.setAttribute("aria-current", "true");
    return;
  }
  const turn = document.querySelector(`#conversation .turn[aria-label="${openerOf}"]`);
  const links = [...turn?.querySelectorAll("a[data-passage]") ?? []];
  const same = links.find((link) => link.href === opener.href);
  if (!same) return;
  setOpener(same);
  if (!byId("reader").hidden) showPlace();
}
