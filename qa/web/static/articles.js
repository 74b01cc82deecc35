// The list of articles: bringing files, reading, taking out, putting back.

import { narrow, restoreForm } from "./asking.js";
import { byId, focusOn, problemOf, reasonOf, say } from "./dom.js";
import { closeReader } from "./reading.js";
import { followStart } from "./start.js";

export async function openLibrary() {
  closeReader(); // it would cover the list
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
  focusOn(byId("open-library"));
  return true;
}

async function refreshListing() {
  byId("listing").innerHTML ||= '<p class="meta">One moment…</p>'; // at the start they are being read
  try {
    const answer = await fetch("/articles");
    if (!answer.ok && answer.status !== 503) throw new Error(answer.statusText);
    byId("listing").innerHTML = await answer.text();
  } catch (error) {
    byId("listing").textContent = `The articles can’t be listed: ${reasonOf(error)}.`;
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

async function bringOne(file, tell) {
  if (file.isDirectory) {
    tell("is a folder: open it and drop its files", "bad");
    return;
  }
  tell("being read…");
  try {
    const answer = await fetch(`/api/v1/articles/${encodeURIComponent(file.name)}`, {
      method: "PUT",
      body: file,
    });
    if (!answer.ok) throw new Error(await problemOf(answer));
    const { title, passages } = await answer.json();
    tell(`added as “${title}”, ${passages} passage${passages === 1 ? "" : "s"}`, "good");
  } catch (error) {
    tell(reasonOf(error).replace(/^brought\/.*?: /, ""), "bad");
  }
}

let bringing = Promise.resolve();
let waiting = 0;

// One after the other: each is shown as it is done, and none waits for all to be sent.
function bring(files) {
  if (!waiting) byId("arrivals").replaceChildren();
  const arrivals = [...files].map((file) => [file, arrival(file.name)]);
  waiting += 1;
  bringing = bringing.then(async () => {
    for (const [file, tell] of arrivals) await bringOne(file, tell);
    waiting -= 1;
    await refreshListing();
    followStart(); // the examples come anew
  });
  return bringing;
}

/* ---- Taking out and putting back ---- */

async function change(path, button) {
  button.parentElement.querySelector(".bad")?.remove();
  button.disabled = true;
  try {
    const answer = await fetch(path, { method: "DELETE" });
    if (!answer.ok) throw new Error(await problemOf(answer));
  } catch (error) {
    complain(button, reasonOf(error));
    return;
  }
  await refreshListing();
  byId("shelves").focus({ preventScroll: true });
  followStart();
}

// Why it was not done, beside the button, which is as it was before it was pressed.
function complain(button, words) {
  button.disabled = false;
  if (button.dataset.armed) disarm(button);
  const shown = button.parentElement.appendChild(document.createElement("span"));
  shown.className = "bad";
  shown.textContent = words;
  if (document.activeElement === document.body) button.focus(); // which it lost when it was disabled
  say(words);
}

// The first press asks, the second does it.
export function takeOut(button) {
  if (button.dataset.armed) {
    change(`/api/v1/articles/${path(button.dataset.takeOut)}`, button);
    return;
  }
  button.dataset.armed = button.textContent;
  button.dataset.name = button.getAttribute("aria-label");
  button.textContent = button.dataset.sure;
  const question = `${button.dataset.name}: ${button.dataset.sure}`;
  button.setAttribute("aria-label", question);
  say(question); // a new name of what has the focus is not read out
}

function disarm(button) {
  button.textContent = button.dataset.armed;
  button.setAttribute("aria-label", button.dataset.name);
  delete button.dataset.armed;
}

// Whether there was anything that the next press would have done.
export function thinkBetter() {
  const button = document.querySelector("[data-armed]:enabled");
  if (!button) return false;
  disarm(button);
  say(button.dataset.name);
  return true;
}

export function putBack(button) {
  change(`/api/v1/taken-out/${path(button.dataset.putBack)}`, button);
}

const path = (id) => id.split("/").map(encodeURIComponent).join("/");

/* ---- Dropping files anywhere on the page ---- */

// A folder comes as a file that can't be sent; what it is can be asked as long as it is dropped.
function dropped(items) {
  return [...items].filter((item) => item.kind === "file").map((item) => {
    const entry = item.webkitGetAsEntry();
    return entry?.isDirectory ? entry : item.getAsFile();
  });
}

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
    const files = dropped(event.dataTransfer.items);
    await openLibrary();
    await bring(files);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.dataset?.armed && !event.target.disabled) disarm(event.target);
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "bring") bring(event.target.files).finally(() => { event.target.value = ""; });
    else if (event.target.closest("#narrow")) narrow();
  });
}
