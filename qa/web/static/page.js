// What the page does beyond asking: passages open beside the chat, examples ask themselves,
// the start is followed until all is ready. Without this script every link still works.
(() => {
  "use strict";

  const POLL = 700; // milliseconds between two looks at how far the start is
  const byId = (id) => document.getElementById(id);

  /* ---- Copying and saving ---- */

  const NOTICED = 2000; // milliseconds

  async function copyText(text, button) {
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
    setTimeout(() => { button.textContent = button.dataset.label; }, NOTICED);
  }

  function kept(what, within) {
    return [...within.querySelectorAll(`template[data-${what}]`)].map((each) => each.content.textContent);
  }

  function save(what) {
    const text = what === "md"
      ? kept("markdown", byId("conversation")).join("\n")
      : `{"answers": [${kept("json", byId("conversation")).join(",\n")}]}\n`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    link.download = `chapter-and-verse-${new Date().toISOString().slice(0, 10)}.${what}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), NOTICED); // some browsers begin later
  }

  /* ---- Reading beside the chat ---- */

  let opener = null;

  function isPlain(event) {
    return event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  }

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
    hideCard();
    setOpener(link);
    const html = await fetched(link);
    if (opener?.href !== link.href) return; // another one was opened meanwhile
    byId("reading").innerHTML = html;
    byId("alone").href = link.href;
    showPlace();
    byId("reader").hidden = false;
    document.body.classList.add("reading");
    const passage = byId("passage");
    (passage ?? byId("reading")).focus({ preventScroll: true });
    passage?.scrollIntoView({ block: "center" });
  }

  function showPlace() {
    const all = beside(opener);
    const at = all.findIndex((link) => link.href === opener.href);
    byId("steps").hidden = all.length < 2;
    byId("place").textContent = `${at + 1} of ${all.length}`;
    byId("previous").disabled = at <= 0;
    byId("next").disabled = at === all.length - 1;
  }

  async function step(by, button) {
    const all = beside(opener);
    const to = all[all.findIndex((link) => link.href === opener.href) + by];
    if (!to) return;
    await openPassage(to);
    // Who steps on has the next step at hand.
    if (opener === to) (button.disabled ? byId("back") : button).focus({ preventScroll: true });
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

  /* ---- A marker's quotation, while it is pointed at or has the focus ---- */

  const GAP = 8; // pixels
  const CROSSED = 250; // milliseconds
  let leaving = 0;

  function showCard(marker) {
    const card = byId("card");
    const quotation = byId(marker.getAttribute("aria-describedby"));
    if (!card || !quotation) return;
    clearTimeout(leaving);
    card.replaceChildren(...[...quotation.parentElement.children].flatMap((part) => {
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

  function hideCard() {
    clearTimeout(leaving);
    const card = byId("card");
    if (card) card.hidden = true;
  }

  // The pointer may cross the gap between a marker and its card.
  function hideCardSoon() {
    clearTimeout(leaving);
    leaving = setTimeout(hideCard, CROSSED);
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
    const name = opener.closest(".turn")?.getAttribute("aria-label");
    const turn = document.querySelector(`#conversation .turn[aria-label="${name}"]`);
    const links = [...turn?.querySelectorAll("a[data-passage]") ?? []];
    const same = links.find((link) => link.href === opener.href);
    if (!same) return;
    setOpener(same);
    if (!byId("reader").hidden) showPlace();
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
    } else if (event.target.closest("#previous")) {
      step(-1, byId("previous"));
    } else if (event.target.closest("#next")) {
      step(1, byId("next"));
    } else if (event.target.closest("#copy")) {
      copyText(byId("alone").href, byId("copy"));
    } else if (event.target.closest("[data-copy-answer]")) {
      const button = event.target.closest("[data-copy-answer]");
      copyText(kept("markdown", button.closest(".turn"))[0], button);
    } else if (event.target.closest("[data-save]")) {
      save(event.target.closest("[data-save]").dataset.save);
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (byId("card")?.hidden === false) hideCard();
    else closeReader();
  });

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

  new MutationObserver(() => {
    showNewest();
    keepOpener();
    if (byId("card")?.hidden === false && !document.querySelector("a.marker:is(:hover, :focus)")) hideCardSoon();
  }).observe(document.documentElement, { childList: true, subtree: true });

  followStart();
})();
