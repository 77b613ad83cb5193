// The Evaluate tab: a gold file is chosen or added and asked, runs are shown and held together.
"use strict";

const qaEvaluation = (() => {
  const { line, post, refuse } = qaWork;
  let element = null;
  const place = () => element.querySelector("[data-evaluating]");
  const shown = () => element.querySelector("[data-shown-run]");
  const picked = () => [...element.querySelectorAll("[data-pick]:checked")];

  async function open() {
    const response = await fetch("./view/evaluations", { cache: "no-store" });
    const box = document.createElement("div");
    box.className = "tab-page";
    box.innerHTML = await response.text();
    // What was chosen and ticked before the list came anew stays so.
    const chosen = element.querySelector("[data-gold]")?.value;
    const ticked = new Set(picked().map((one) => one.dataset.pick));
    element.replaceChildren(box);
    choose(chosen);
    for (const one of element.querySelectorAll("[data-pick]")) one.checked = ticked.has(one.dataset.pick);
    comparable();
    watch();
  }

  function comparable() {
    const both = element.querySelector("[data-compare]");
    if (both) both.disabled = picked().length !== 2;
  }

  function choose(gold) {
    const list = element.querySelector("[data-gold]");
    if (list && [...list.options].some((one) => one.value === gold)) list.value = gold;
  }

  async function doing(body) {
    refuse(place(), []);
    try {
      await post("./api/evaluations", body);
      begun = body.do !== "stop";
      watch();
    } catch (error) {
      refuse(place(), [line(error.message, "bad")]);
    }
  }

  // What goes on is asked for until it is over; then the list is shown anew.
  let watching = false;
  let again = false; // a run that was begun while the end of the last one was being shown
  let begun = false; // a run that may be over before it is first looked at
  async function state() {
    try {
      const response = await fetch("./api/evaluations", { cache: "no-store" });
      return response.ok ? await response.json() : null;
    } catch {
      setTimeout(watch, 2000); // the server is away for the moment
      return null;
    }
  }

  async function watch() {
    if (!place()) return;
    if (watching) {
      again = true;
      return;
    }
    watching = true;
    let ran = begun;
    begun = false;
    try {
      for (;;) {
        const work = await state();
        if (!work) return;
        if (work.state !== "running") {
          if (ran) await open();
          if (ran || work.state === "failed") result(work);
          if (ran && work.state === "done") await show(work.run);
          return;
        }
        ran = true;
        tell(work);
        await new Promise((done) => setTimeout(done, 300));
      }
    } finally {
      watching = false;
      if (again) {
        again = false;
        watch();
      }
    }
  }

  function tell({ gold, answered, total }) {
    const old = place();
    if (!old) return;
    if (!old.querySelector("[data-stop-run]")) {
      const bar = document.createElement("progress");
      bar.setAttribute("aria-label", `Asking ${gold}`);
      const stop = document.createElement("button");
      stop.type = "button";
      stop.dataset.stopRun = "";
      stop.textContent = "Stop the run";
      old.replaceChildren(line(""), bar, stop);
    }
    const bar = old.querySelector("progress");
    const far = total ? `: ${answered} of ${total}` : "…";
    old.querySelector("p").textContent = `Asking the questions of ${gold}${far}`;
    if (total) {
      bar.max = total;
      bar.value = answered;
    }
  }

  function result({ state, run, trouble }) {
    const rows = trouble
      ? trouble.split("\n").map((words) => line(words, state === "failed" ? "bad" : ""))
      : [line(`The run ${run} is done.`, "good")];
    place()?.replaceChildren(...rows);
  }

  // A report brings its own styles; in a shadow they are its own, and its numbers stay as they are.
  const STYLE = ":host{display:block;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui}";
  async function report(run) {
    const name = encodeURIComponent(run);
    const response = await fetch(`./view/runs/${name}`, { cache: "no-store" });
    const come = new DOMParser().parseFromString(await response.text(), "text/html");
    const box = document.createElement("section");
    box.className = "run-report";
    const head = document.createElement("h3");
    head.className = "run-heading";
    head.textContent = run;
    box.append(head);
    if (!response.ok) {
      box.append(line(come.body.textContent, "bad"));
      return box;
    }
    const inside = document.createElement("div");
    const shadow = inside.attachShadow({ mode: "open" });
    const style = document.createElement("style");
    style.textContent = come.querySelector("style").textContent.replaceAll(":root", ":host") + STYLE;
    shadow.append(style, ...come.querySelectorAll(".gate, .cards, .plots"));
    const whole = document.createElement("a");
    whole.href = new URL(`view/runs/${name}`, document.baseURI);
    whole.target = "_blank";
    whole.rel = "noopener";
    whole.textContent = "Open the whole report";
    box.append(inside, whole);
    return box;
  }

  async function show(...runs) {
    const reports = await Promise.all(runs.map(report));
    shown()?.replaceChildren(...reports);
    const head = shown()?.querySelector(".run-heading");
    if (!head) return;
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
    head.scrollIntoView({ block: "nearest" });
  }

  // The older run comes first, however they were ticked: the list has the newest at its top.
  async function compare() {
    const [second, first] = picked().map((box) => box.dataset.pick);
    const query = new URLSearchParams({ first, second });
    const response = await fetch(`./view/evaluations/compare?${query}`, { cache: "no-store" });
    const box = document.createElement("section");
    box.className = "comparison";
    box.innerHTML = await response.text();
    if (response.ok) await show(first, second);
    if (response.ok) shown()?.prepend(box);
    else shown()?.replaceChildren(box);
    box.scrollIntoView({ block: "nearest" });
  }

  async function add(file) {
    place().replaceChildren(line(`Sending ${file.name}…`));
    try {
      const response = await fetch(
        `./api/evaluations/gold?name=${encodeURIComponent(file.name)}`,
        { method: "POST", headers: { "Content-Type": "application/octet-stream" }, body: file },
      );
      const said = await response.json();
      if (!response.ok) throw new Error(said.error.message);
      await open();
      choose(said.gold);
      place().replaceChildren(line(`${said.gold} can be run.`, "good"));
    } catch (error) {
      place().replaceChildren(...error.message.split("\n").map((words) => line(words, "bad")));
    }
  }

  function start(given) {
    element = given;
    element.addEventListener("click", ({ target }) => {
      const button = target.closest("button");
      if (!button) return;
      const { run, goOn, show: wanted, stopRun, compare: both } = button.dataset;
      if (run !== undefined) doing({ do: "run", gold: element.querySelector("[data-gold]").value });
      else if (goOn !== undefined) doing({ do: "go on", run: goOn });
      else if (stopRun !== undefined) doing({ do: "stop" });
      else if (wanted !== undefined) show(wanted);
      else if (both !== undefined) compare();
    });
    element.addEventListener("change", ({ target }) => {
      if (target.matches("[data-add-gold]") && target.files.length) add(target.files[0]);
      if (target.matches("[data-pick]")) comparable();
    });
    qaTabs.host("evaluate", open);
  }

  return { start };
})();
window.qaEvaluation = qaEvaluation;
