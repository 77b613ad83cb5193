// What a search is limited to: kept for this tab, shown as chips in the question box.
"use strict";

const qaScope = (() => {
  const KEY = "qa-scope";
  const EMPTY = { sources: [], folders: [], published_from: "", published_to: "" };
  let now = { ...EMPTY, strictness: "balanced", unsaved: false };
  try {
    now = { ...now, ...JSON.parse(sessionStorage.getItem(KEY) ?? "{}") };
  } catch {
    // Nothing was kept.
  }
  let box = null;
  let unfolded = false; // whether the dates and folders in the list are open to the eye

  function set(change) {
    now = { ...now, ...change };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(now));
    } catch {
      // Then it is for this page only.
    }
    draw();
    reflect();
  }

  const count = (list, one, many) => (list.length === 1 ? list[0] : `${list.length} ${many}`);

  function* limits() {
    if (now.sources.length)
      yield { text: count(now.sources, "article", "articles"), clear: { sources: [] } };
    if (now.folders.length)
      yield { text: count(now.folders, "folder", "folders"), clear: { folders: [] } };
    if (now.published_from)
      yield { text: `from ${now.published_from}`, clear: { published_from: "" } };
    if (now.published_to) yield { text: `to ${now.published_to}`, clear: { published_to: "" } };
    if (now.unsaved)
      yield { text: "not saved", clear: { unsaved: false }, label: "Answers are not saved. Save them" };
  }

  function draw() {
    if (!box) return;
    const chips = [...limits()].map(({ text, clear, label }) => {
      const chip = document.createElement("button");
      chip.type = "button";
      chip.className = "chip";
      const words = document.createElement("span");
      words.textContent = text;
      const cross = document.createElement("span");
      cross.textContent = "×";
      cross.setAttribute("aria-hidden", "true");
      chip.append(words, cross);
      chip.setAttribute("aria-label", label ?? `Ask only ${text}. Remove this limit`);
      chip.addEventListener("click", () => {
        set(clear);
        document.querySelector("#qa-question textarea")?.focus();
      });
      return chip;
    });
    const row = document.createElement("div");
    row.className = "chips";
    row.append(...chips);
    box.replaceChildren(...(chips.length ? [row] : []));
  }

  function reflect() {
    for (const tick of document.querySelectorAll("input[data-scope]"))
      tick.checked = now[tick.dataset.scope].includes(tick.value);
    for (const day of document.querySelectorAll("input[data-scope-day]"))
      if (day.value !== now[day.dataset.scopeDay]) day.value = now[day.dataset.scopeDay];
    const folded = document.querySelector("#qa-panel .limits");
    if (folded && (unfolded || now.folders.length || now.published_from || now.published_to))
      folded.open = true;
    const saving = document.querySelector("[data-saving]");
    if (saving) saving.checked = !now.unsaved;
    const strict = document.querySelector("[data-strictness]");
    if (strict) strict.value = now.strictness;
  }

  document.addEventListener("change", ({ target }) => {
    const { scope, scopeDay, strictness, saving } = target.dataset ?? {};
    if (scope) {
      const others = now[scope].filter((one) => one !== target.value);
      set({ [scope]: target.checked ? [...others, target.value] : others });
    } else if (scopeDay) {
      set({ [scopeDay]: target.value });
    } else if (saving !== undefined) {
      set({ unsaved: !target.checked });
    } else if (strictness !== undefined) {
      set({ strictness: target.value });
    }
  });
  document.addEventListener("click", (event) => {
    const fold = event.target.closest("#qa-panel .limits > summary");
    if (fold) unfolded = !fold.parentElement.open; // a list that comes anew is folded
    if (event.target.closest("#qa-clear, [data-open]")) set(EMPTY);
  });

  function chips(element) {
    box = element;
    draw();
  }

  return {
    chips,
    tools: reflect,
    reflect,
    value: () => now,
    everywhere: () => ({ ...EMPTY, strictness: now.strictness, unsaved: now.unsaved }),
  };
})();
window.qaScope = qaScope;
