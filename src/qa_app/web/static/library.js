// The tabs of the page, and the Articles tab: adding by drag and drop, sorting, reading again,
// removing; what is done is shown as it goes on.
"use strict";

const qaTabs = (() => {
  const KEY = "qa-tab";
  const opened = {};

  function show(name) {
    document.body.dataset.tab = name;
    for (const button of document.querySelectorAll(".masthead [data-tab-name]"))
      button.setAttribute("aria-current", button.dataset.tabName === name ? "page" : "false");
    try {
      sessionStorage.setItem(KEY, name);
    } catch {
      // Then a refresh leads back to the chat.
    }
    opened[name]?.();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-tab-name]");
    if (button) show(button.dataset.tabName);
  });

  function host(name, open) {
    opened[name] = open;
    let kept = "";
    try {
      kept = sessionStorage.getItem(KEY);
    } catch {
      // Nothing is kept.
    }
    if (kept === name) show(name);
  }

  return { show, host };
})();

const qaLibrary = (() => {
  const { line, post, refuse } = qaWork;
  let element = null;
  let sorted = { name: "title", down: false };

  async function open() {
    const response = await fetch("./view/articles", { cache: "no-store" });
    const found = element.querySelector(".find")?.value ?? "";
    const box = document.createElement("div");
    box.className = "tab-page";
    box.innerHTML = await response.text();
    element.replaceChildren(box);
    const field = element.querySelector(".find");
    if (field && found) {
      field.value = found;
      find(found);
    }
    sort(sorted.name, sorted.down);
    refuse(place(), refused);
    watch();
  }

  function find(wanted) {
    const words = wanted.trim().toLocaleLowerCase();
    for (const row of element.querySelectorAll("tbody tr"))
      row.hidden = !row.textContent.toLocaleLowerCase().includes(words);
  }

  function sort(name, down) {
    const heads = [...element.querySelectorAll("thead [data-sort]")];
    const at = heads.findIndex((button) => button.dataset.sort === name);
    if (at < 0) return;
    sorted = { name, down };
    heads.forEach((button, n) =>
      button
        .closest("th")
        .setAttribute("aria-sort", n === at ? (down ? "descending" : "ascending") : "none"),
    );
    const body = element.querySelector("tbody");
    const value = (row) => row.cells[at].dataset.value ?? row.cells[at].textContent;
    const number = name === "size" || name === "passages";
    const order = (a, b) =>
      number ? Number(value(a)) - Number(value(b)) : value(a).localeCompare(value(b));
    body.append(...[...body.rows].sort((a, b) => (down ? order(b, a) : order(a, b))));
  }

  const place = () => element.querySelector("[data-doing]");

  // What was said last outlives the list being shown anew, and what somebody does meanwhile is not
  // talked over by what was done before it.
  let said = [];
  let actions = 0;
  function say(...rows) {
    said = rows;
    place()?.replaceChildren(...rows);
  }

  let refused = [];
  function refusing(rows) {
    refused = rows;
    refuse(place(), rows);
  }

  async function doing(body) {
    actions += 1;
    refusing([]);
    try {
      await post("./api/library", body);
      watch();
    } catch (error) {
      refusing([line(error.message, "bad")]);
    }
  }

  // What goes on is asked for until it is over; then the list is shown anew.
  let watching = false;
  async function watch() {
    if (watching || !place()) return;
    watching = true;
    let ran = false;
    try {
      for (;;) {
        const response = await fetch("./api/library", { cache: "no-store" });
        if (!response.ok) return;
        const work = await response.json();
        if (work.state === "running") tell(work);
        if (work.state !== "running") {
          if (ran || work.state === "failed") result(work, ran);
          if (ran) await refresh(work);
          return;
        }
        ran = true;
        await new Promise((done) => setTimeout(done, 300));
      }
    } finally {
      watching = false;
    }
  }

  function tell({ doing, progress }) {
    const far = progress?.total ? ` ${progress.done} of ${progress.total}` : "";
    const bar = document.createElement("progress");
    if (progress?.total) {
      bar.max = progress.total;
      bar.value = progress.done;
    }
    bar.setAttribute("aria-label", doing);
    say(line(`${doing}…${far}`), bar);
  }

  async function refresh(work) {
    watching = true;
    const before = actions;
    await open();
    if (actions === before) result(work, true);
    else say(...said);
  }

  function result(work, fresh) {
    if (!fresh && work.state !== "failed") return;
    const rows = work.files
      .filter((file) => file.outcome !== "unchanged")
      .map(({ source, outcome, reason }) =>
        line(
          `${source}: ${outcome}${reason ? ` (${reason})` : ""}`,
          outcome === "failed" || outcome === "skipped" ? "bad" : "good",
        ),
      );
    if (work.trouble) rows.unshift(line(work.trouble, "bad"));
    if (!rows.length) rows.push(line(`${work.doing}: nothing has changed.`));
    say(...rows);
  }

  async function add(files) {
    const ids = [];
    const bad = [];
    actions += 1;
    refusing([]);
    for (const [number, file] of [...files].entries()) {
      say(line(`Sending ${file.name} (${number + 1} of ${files.length})…`));
      try {
        const name = encodeURIComponent(file.name);
        const response = await fetch(`./api/library/files?name=${name}`, {
          method: "POST",
          headers: { "Content-Type": "application/octet-stream" },
          body: file,
        });
        const said = await response.json();
        if (response.ok) ids.push(said.id);
        else bad.push(said.error.message);
      } catch {
        bad.push(`${file.name}: could not be sent`);
      }
    }
    if (ids.length) await doing({ do: "add", files: ids });
    else say();
    refusing([...refused, ...bad.map((words) => line(words, "bad"))]);
  }

  function remove(button) {
    if (button.dataset.sure === undefined) {
      button.dataset.sure = "";
      button.textContent = "Remove it?";
      button.title = button.dataset.sureWords;
      say(line(button.dataset.sureWords));
      button.addEventListener(
        "blur",
        () => {
          delete button.dataset.sure;
          button.textContent = "Remove";
        },
        { once: true },
      );
      return;
    }
    doing({ do: "remove", sources: [button.dataset.remove] });
  }

  function start(given) {
    element = given;
    element.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      const { sort: by, again, remove: gone, view, askHere } = button.dataset;
      if (by !== undefined) sort(by, sorted.name === by && !sorted.down);
      else if (again !== undefined) doing({ do: "again", sources: again ? [again] : [] });
      else if (gone !== undefined) remove(button);
      else if (view !== undefined) {
        qaTabs.show("chat");
        qaApp.open(view);
      } else if (askHere !== undefined) {
        qaTabs.show("chat");
        qaAsking.put(askHere);
      }
    });
    element.addEventListener("input", ({ target }) => {
      if (target.matches("[data-find-rows]")) find(target.value);
    });
    element.addEventListener("change", ({ target }) => {
      if (target.matches("[data-add]") && target.files.length) add(target.files);
    });
    const over = (event) => event.target.closest?.("[data-drop]");
    element.addEventListener("dragover", (event) => {
      if (!over(event)) return;
      event.preventDefault();
      over(event).classList.add("over");
    });
    element.addEventListener("dragleave", (event) => over(event)?.classList.remove("over"));
    element.addEventListener("drop", (event) => {
      if (!over(event)) return;
      event.preventDefault();
      over(event).classList.remove("over");
      if (event.dataTransfer.files.length) add(event.dataTransfer.files);
    });
    qaTabs.host("articles", open);
  }

  // A file that misses its place must not be opened in place of the page.
  for (const name of ["dragover", "drop"])
    document.addEventListener(name, (event) => {
      if (!event.target.closest?.("[data-drop], textarea, input")) event.preventDefault();
    });

  return { start };
})();
window.qaLibrary = qaLibrary;
window.qaTabs = qaTabs;
