// The list of articles: bringing files, reading, taking out, putting back.

import { narrow, restoreForm } from "./asking.js";
import { byId, problemOf } from "./dom.js";
import { refreshWelcome } from "./start.js";

export async function openLibrary() {
  byId("library").hidden = false;
  document.body.classList.add("reading");
  byId("shelves").focus({ preventScroll: true });
  await refreshListing();
}

// Whether there was anything to close.
export function closeLibrary() {
  if (byId("library").hidden) return false;
  byId("library").hidden = true;
  document.body.classList.remove("reading");
  byId("open-library").focus();
  return true;
}

async function refreshListing() {
  byId("listing").innerHTML ||= '<p class="meta">One moment…</p>'; // at the start they are being read
  try {
    const answer = await fetch("/articles");
    byId("listing").innerHTML = await answer.text();
  } catch {
    byId("listing").innerHTML = byId("unreachable").innerHTML;
  }
  if (!byId("narrow")) return;
  restoreForm();
  narrow(); // what is gone is no longer asked for
}

/* ---- Bringing ---- */

function arrival(name) {
  const item = byId("arrivals").appendChild(document.createElement("li"));
  item.textContent = `${name}: waiting…`;
  return (said, is = "") => {
    item.textContent = `${name}: ${said}`;
    item.className = is;
  };
}

async function bringOne(file, say) {
  say("being read…");
  try {
    const answer = await fetch(`/api/v1/articles/${encodeURIComponent(file.name)}`, {
      method: "PUT",
      body: file,
    });
    if (!answer.ok) throw new Error(await problemOf(answer));
    const { title, passages } = await answer.json();
    say(`added as “${title}”, ${passages} passage${passages === 1 ? "" : "s"}`, "good");
  } catch (error) {
    say(error.message.replace(/^brought\/.*?: /, "") || "it could not be sent", "bad");
  }
}

// One after the other: each is shown as it is done, and none waits for all to be sent.
export async function bring(files) {
  byId("arrivals").replaceChildren();
  for (const [file, say] of [...files].map((file) => [file, arrival(file.name)])) {
    await bringOne(file, say);
  }
  await refreshListing();
  await refreshWelcome();
}

/* ---- Taking out and putting back ---- */

async function change(path, button) {
  const answer = await fetch(path, { method: "DELETE" });
  if (!answer.ok) {
    button.textContent = await problemOf(answer);
    return;
  }
  await refreshListing();
  await refreshWelcome();
  byId("shelves").focus({ preventScroll: true });
}

// The first press asks, the second does it.
export function takeOut(button) {
  if (button.textContent !== button.dataset.sure) {
    button.textContent = button.dataset.sure;
    button.setAttribute("aria-label", button.dataset.sure);
    return;
  }
  change(`/api/v1/articles/${path(button.dataset.takeOut)}`, button);
}

export function putBack(button) {
  change(`/api/v1/taken-out/${path(button.dataset.putBack)}`, button);
}

const path = (id) => id.split("/").map(encodeURIComponent).join("/");

/* ---- Dropping files anywhere on the page ---- */

export function followDrops() {
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files") && byId("drop");
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("dropping");
  });
  document.addEventListener("drop", async (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    document.body.classList.remove("dropping");
    const { files } = event.dataTransfer;
    await openLibrary();
    await bring(files);
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "bring") bring(event.target.files).then(() => { event.target.value = ""; });
    else if (event.target.closest("#narrow")) narrow();
  });
}
