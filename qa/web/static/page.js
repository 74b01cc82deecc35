// What the page does beyond asking: passages open beside the chat, examples ask themselves,
// the start is followed until all is ready. Without this script every link still works.
(() => {
  "use strict";

  const POLL = 700; // milliseconds between two looks at how far the start is
  const byId = (id) => document.getElementById(id);

  /* ---- Reading beside the chat ---- */

  let opener = null;

  function isPlain(event) {
    return event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  }

  async function fetched(href) {
    const address = new URL(href, location.href);
    address.searchParams.set("part", "1");
    try {
      const answer = await fetch(address);
      // Our own pages say what is wrong with an address; a server's error is none of ours.
      if (answer.status < 500 || answer.status === 503) return await answer.text();
    } catch {
      // The server is away: told below.
    }
    return byId("unreachable").innerHTML;
  }

  function setOpener(link) {
    opener?.removeAttribute("aria-current");
    opener = link;
    opener?.setAttribute("aria-current", "true");
  }

  async function openPassage(link) {
    setOpener(link);
    const html = await fetched(link.href);
    if (opener !== link) return; // another one was opened meanwhile
    byId("reading").innerHTML = html;
    byId("alone").href = link.href;
    byId("reader").hidden = false;
    document.body.classList.add("reading");
    const passage = byId("passage");
    (passage ?? byId("reading")).focus({ preventScroll: true });
    passage?.scrollIntoView({ block: "center" });
  }

  function closeReader() {
    const link = opener;
    setOpener(null); // also when the article is still being fetched: it must not open any more
    if (byId("reader").hidden) return;
    byId("reader").hidden = true;
    document.body.classList.remove("reading");
    if (link?.isConnected) link.focus();
    else document.querySelector("#question textarea")?.focus();
  }

  /* ---- Asking an example ---- */

  function ask(question) {
    const box = document.querySelector("#question textarea");
    box.value = question;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    // Gradio takes the box's new value over in its next turn.
    setTimeout(() => byId("send").click());
  }

  /* ---- The newest question in sight ---- */

  let turns = 0;

  function showNewest() {
    const all = document.querySelectorAll("#conversation .turn");
    if (all.length > Math.max(turns, 1)) all[all.length - 1].scrollIntoView({ block: "start" });
    turns = all.length;
  }

  /* ---- The conversation is rendered anew with each turn; the open passage stays marked ---- */

  function keepOpener() {
    if (!opener || opener.isConnected) return;
    const links = [...document.querySelectorAll("#conversation a[data-passage]")];
    const same = links.find((link) => link.href === opener.href);
    if (same) setOpener(same);
  }

  /* ---- Following the start ---- */

  async function refresh(place, path) {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    const html = await answer.text();
    if (place.innerHTML !== html) place.innerHTML = html;
  }

  async function followStart() {
    const status = byId("status");
    try {
      if (status) await refresh(status, "/status");
      if (status?.querySelector("[data-settled]")) {
        const welcome = document.querySelector("#conversation .welcome");
        if (welcome) await refresh(welcome.parentElement, "/welcome");
        return;
      }
    } catch {
      // The server is away for a moment: ask again.
    }
    setTimeout(followStart, status ? POLL : 50);
  }

  /* ---- Wiring; the page's parts come and go, so all listeners are the document's ---- */

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-passage]");
    const example = event.target.closest("button[data-question]");
    if (link && isPlain(event)) {
      event.preventDefault();
      openPassage(link);
    } else if (example) {
      ask(example.dataset.question);
    } else if (event.target.closest("#back, #restart")) {
      closeReader();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeReader();
  });

  new MutationObserver(() => {
    showNewest();
    keepOpener();
  }).observe(document.documentElement, { childList: true, subtree: true });

  followStart();
})();
