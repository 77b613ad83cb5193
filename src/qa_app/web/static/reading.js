// Reading: the quote beside a marker, from citation to citation by key, and finding words in the
// article that is open.
"use strict";

const qaReading = (() => {
  const tip = document.createElement("div");
  tip.id = "qa-tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  let over = null;

  function show(marker) {
    if (!marker.dataset.tip || !window.matchMedia("(hover: hover)").matches) return;
    const quote = document.createElement("q");
    quote.textContent = marker.dataset.tip;
    const from = document.createElement("span");
    from.textContent = marker.dataset.from;
    tip.replaceChildren(quote, from);
    tip.hidden = false;
    marker.setAttribute("aria-describedby", tip.id);
    over = marker;
    const at = marker.getBoundingClientRect();
    const box = tip.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left - 24), window.innerWidth - box.width - 8);
    const above = at.top - box.height - 8;
    tip.style.left = `${left}px`;
    tip.style.top = `${above > 8 ? above : at.bottom + 8}px`;
  }

  function hide() {
    tip.hidden = true;
    over?.removeAttribute("aria-describedby");
    over = null;
  }

  const marker = (event) => event.target.closest?.(".marker[data-tip]");
  document.addEventListener("pointerover", (event) => {
    const found = marker(event);
    if (found) show(found);
    else if (over && !event.target.closest?.("#qa-tip")) hide();
  });
  document.addEventListener("focusin", (event) => {
    const found = marker(event);
    if (found?.matches(":focus-visible")) show(found);
    else hide();
  });
  document.addEventListener("scroll", hide, true);
  document.addEventListener("click", hide);

  const typing = (node) =>
    node?.closest?.("input, textarea, select, [contenteditable]") !== null;

  // ← and → where the panel has the focus, [ and ] everywhere but in a text field.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const inside = event.target.closest?.("#qa-side");
    const by = { "[": -1, "]": 1 }[event.key] ??
      (inside ? { ArrowLeft: -1, ArrowRight: 1 }[event.key] : undefined);
    if (by === undefined) return;
    const step = document.querySelector(`#qa-panel [data-by="${by}"]`);
    if (!step) return;
    event.preventDefault();
    step.click();
  });

  // Marks what is found without touching the text, so that what is quoted stays as it is.
  let places = [];
  let now = -1;

  function search(panel, wanted) {
    places = [];
    now = -1;
    const article = panel.querySelector(".article-text");
    const words = wanted.trim().toLowerCase();
    if (words && article) places = [...find(article, words)];
    paint(panel);
    if (places.length) next(panel, 1);
  }

  function* find(article, words) {
    const walk = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
    const nodes = [];
    let text = "";
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      nodes.push({ node, start: text.length });
      text += node.data;
    }
    const folded = text.toLowerCase();
    // A letter whose small form is longer would shift every place after it.
    const sought = folded.length === text.length ? folded : text;
    const at = (offset) => {
      let low = 0;
      let high = nodes.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (nodes[middle].start <= offset) low = middle;
        else high = middle - 1;
      }
      return [nodes[low].node, offset - nodes[low].start];
    };
    for (let from = sought.indexOf(words); from >= 0; from = sought.indexOf(words, from + 1)) {
      const range = document.createRange();
      range.setStart(...at(from));
      const [node, offset] = at(from + words.length - 1);
      range.setEnd(node, offset + 1);
      yield range;
    }
  }

  function paint(panel) {
    const said = panel.querySelector(".found");
    const wanted = panel.querySelector("[data-words]")?.value.trim();
    if (said) {
      const count = places.length ? `${now + 1} of ${places.length}` : "not found";
      said.textContent = wanted ? count : "";
    }
    if (!CSS.highlights) return;
    CSS.highlights.set("qa-found", new Highlight(...places));
    const current = new Highlight(...places.slice(now, now + 1));
    current.priority = 1;
    CSS.highlights.set("qa-found-now", current);
  }

  function next(panel, by) {
    if (!places.length) return;
    now = (now + by + places.length) % places.length;
    paint(panel);
    const side = panel.closest("#qa-side");
    const box = places[now].getBoundingClientRect();
    side.scrollTop += box.top - side.getBoundingClientRect().top - side.clientHeight / 2;
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches?.("[data-words]"))
      search(event.target.closest(".panel"), event.target.value);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches?.("[data-words]")) return;
    event.preventDefault();
    next(event.target.closest(".panel"), event.shiftKey ? -1 : 1);
  });

  document.addEventListener("DOMContentLoaded", () => document.body.append(tip));
  return { typing };
})();
