// Asking: questions that are recalled or changed, and those that are offered.
"use strict";

const qaAsking = (() => {
  const field = () => document.querySelector("#qa-question textarea");

  function fill(words) {
    const box = field();
    box.value = words;
    box.dispatchEvent(new Event("input", { bubbles: true }));
    return box;
  }

  function put(words) {
    const box = fill(words);
    box.focus();
    box.setSelectionRange(words.length, words.length);
  }

  // Up and Down go through the questions of the conversation while the box holds one of them.
  let at = -1;
  function recall(event) {
    const step = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!step || event.target !== field() || event.shiftKey) return;
    const asked = [...document.querySelectorAll("#qa-transcript .question")]
      .map((node) => node.textContent)
      .reverse();
    const shown = field().value;
    if (shown === "") at = -1;
    else if (at < 0 || shown !== asked[at]) return;
    const next = Math.min(at + step, asked.length - 1);
    if (next < -1 || next === at) return;
    event.preventDefault();
    at = next;
    put(at < 0 ? "" : asked[at]);
  }

  document.addEventListener("keydown", (event) => {
    recall(event);
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "/" && plain && !qaReading.typing(event.target)) {
      event.preventDefault();
      field()?.focus();
    }
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-edit]");
    if (button) put(button.dataset.edit);
  });

  function offer(questions, label) {
    const list = document.createElement("ul");
    list.className = "examples";
    list.setAttribute("aria-label", label);
    for (const question of questions) {
      const row = document.createElement("li");
      const button = document.createElement("button");
      button.type = "button";
      button.className = "example";
      button.dir = "auto";
      button.dataset.ask = question;
      button.textContent = question;
      row.append(button);
      list.append(row);
    }
    const head = document.createElement("p");
    head.className = "label";
    head.textContent = label;
    return [head, list];
  }

  // Nobody asked for them, so that nothing is said where there are none. They come few at a time,
  // and not while others' are being looked for: then the server says when to ask again.
  const TIMES = 8;
  async function wanted(path, body, show, still) {
    const settings = body
      ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }
      : { cache: "no-store" };
    let most = 0;
    for (let time = 0; time < TIMES && still(); time++) {
      const response = await fetch(path, settings).catch(() => null);
      if (!response?.ok) return;
      const questions = await response.json().catch(() => []); // the page is being left
      if (questions.length > most && still()) show(questions);
      most = Math.max(most, questions.length);
      const seconds = Number(response.headers.get("Retry-After"));
      if (!seconds) return;
      await new Promise((over) => setTimeout(over, seconds * 1000));
    }
  }

  async function begin() {
    const place = document.querySelector('.welcome [data-wanted="examples"]');
    if (!place || place.dataset.asked) return;
    place.dataset.asked = "true";
    const show = (questions) => place.replaceChildren(...offer(questions, "For example"));
    await wanted("./api/examples", null, show, () => place.isConnected);
  }

  async function goOn(exchange) {
    const answer = exchange.querySelector(".answer[data-about]");
    const question = exchange.querySelector(".question")?.textContent;
    const sources = JSON.parse(answer?.dataset.about ?? "[]");
    const idle = answer?.matches(".no_question") && !exchange.querySelector(".example");
    if (!sources.length && !idle) return;
    const box = document.createElement("div");
    box.className = "going-on";
    function show(questions) {
      document.querySelectorAll(".going-on").forEach((node) => node !== box && node.remove());
      box.replaceChildren(...offer(questions, idle ? "For example" : "You might ask next"));
      if (!box.isConnected) exchange.append(box);
    }
    const still = () => document.querySelector(".exchange:last-of-type") === exchange;
    if (idle) await wanted("./api/examples", null, show, still);
    else await wanted("./api/suggestions", { question, sources }, show, still);
  }

  return { begin, goOn, fill, put };
})();
