// The browser's Back closes an open article, then the list, before it leaves the page: on a phone
// each covers everything. For each that is open there is one state more in the browser's history.

import { closeLibrary } from "./articles.js";
import { byId } from "./dom.js";
import { closeReader } from "./reading.js";

let returning = false; // because something was closed, and not the other way round

const open = () => ["library", "reader"].filter((id) => byId(id)?.hidden === false).length;
const noted = () => history.state?.open ?? 0;

function noteOpen() {
  if (returning) return;
  while (noted() < open()) history.pushState({ open: noted() + 1 }, "");
  if (noted() === open()) return;
  returning = true;
  history.go(open() - noted());
}

function closeWhatIsNotNoted() {
  while (open() > noted()) closeReader() || closeLibrary();
}

export function followBack() {
  history.scrollRestoration = "manual"; // what was opened or closed leaves the conversation where it is
  addEventListener("popstate", () => {
    if (!returning) closeWhatIsNotNoted();
    returning = false;
    noteOpen(); // something may have been opened meanwhile
  });
  new MutationObserver(noteOpen)
    .observe(document.documentElement, { subtree: true, attributeFilter: ["hidden"] });
  noteOpen(); // nothing is, when the page was loaded anew
}
