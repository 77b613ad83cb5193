// The page's own script: tells Gradio which marker, card or article was clicked, brings what was
// opened into view, copies an answer, and asks now and then whether the articles have changed.
"use strict";

const qaApp = (() => {
  let lastMarker = null;
  let opening = "";
  let alone = false; // what the panel shows was opened by itself
  let select = () => {};
  let listed = () => {};
  let cite = () => {};

  const calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const narrow = () => window.matchMedia("(max-width: 60rem)").matches;
  const glide = (node, block) =>
    node.scrollIntoView({ block, behavior: calm() ? "auto" : "smooth" });
  const soon = (work) => requestAnimationFrame(() => requestAnimationFrame(work));

  // Gradio now and then loses an event that is sent while its stream is being opened. What only shows
  // something may be asked for again.
  const PATIENCE = 4000;
  let waiting = 0;
  function insist(send) {
    clearTimeout(waiting);
    send();
    waiting = setTimeout(send, PATIENCE);
  }
  const heardOf = () => clearTimeout(waiting);

  function mark(button) {
    document.querySelectorAll(".opened").forEach((node) => node.classList.remove("opened"));
    button.classList.add("opened");
    lastMarker = button;
  }

  async function copy(button) {
    const words = button.dataset.copy;
    let done = true;
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      done = copyByHand(words);
    }
    const label = (button.dataset.label ??= button.textContent);
    button.textContent = done ? "Copied" : "Not copied";
    setTimeout(() => (button.textContent = label), 1600);
  }

  // Where the page is reached without https from another machine there is no clipboard object.
  function copyByHand(words) {
    const area = document.createElement("textarea");
    area.value = words;
    area.style.cssText = "position:fixed;opacity:0";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  function transcript(element, trigger, watch) {
    element.addEventListener("click", (event) => {
      const target = event.target.closest("button, summary, [data-cite]");
      if (!target || (target.matches("div") && !getSelection().isCollapsed)) return;
      const { ask, everywhere } = target.dataset;
      const chosen = everywhere === undefined ? qaScope.value() : qaScope.everywhere();
      if (target.dataset.cite !== undefined) {
        mark(target);
        opening = "asked for";
        const exchange = target.dataset.exchange ?? target.closest(".exchange").id;
        cite({ exchange, cite: target.dataset.cite });
      } else if (ask !== undefined) {
        trigger("submit", { question: ask, chosen });
      }
    });
    cite = ({ exchange, cite }) => insist(() => trigger("click", { exchange, cite }));
    watch("value", () => {
      heardOf();
      soon(() => {
        const last = element.querySelector(".exchange:last-of-type");
        if (last) glide(last, "start");
        qaScope.reflect();
        qaAsking.begin();
        qaStaying.restore();
        qaConversations.place(element.querySelector(".log")?.dataset.address);
        overtaken();
      });
    });
  }

  // The exchange in progress comes alone, in an attribute; here it is put into the log. Only what
  // differs is changed, so that what somebody reads, selects or has focused stays where it is.
  let heard = 0;
  function live(element, _trigger, watch) {
    watch("value", () => {
      heard = qaConversations.presses();
      soon(() => put(element.querySelector("[data-newest]")));
    });
  }

  // What is heard of an exchange may come before the log that it belongs into.
  function overtaken() {
    const come = document.querySelector("#qa-live [data-newest]");
    if (come && heard === qaConversations.presses()) put(come, true);
  }

  function put(come, late = false) {
    const log = document.querySelector("#qa-transcript .log");
    if (!come || !log || come.dataset.conversation !== log.dataset.conversation) return;
    const carrier = document.createElement("template");
    carrier.innerHTML = come.dataset.newest;
    const parts = carrier.content;
    const fresh = parts.querySelector(".exchange");
    qaConversations.place(come.dataset.address);
    const old = log.querySelector(`#${fresh.id}`);
    if (old && late && old.dataset.state === "done") return;
    if (old) {
      const ends = old.dataset.state === "pending" && fresh.dataset.state === "done";
      const offered = old.querySelector(".going-on"); // from asking.js; it may come first
      morph(old, fresh);
      if (offered) old.append(offered);
      if (ends) ended(old);
      return;
    }
    log.querySelectorAll(".welcome, .going-on").forEach((node) => node.remove());
    log.append(fresh);
    const shown = log.querySelectorAll(".exchange");
    for (let n = 0; n < shown.length - Number(come.dataset.keep); n++) shown[n].remove();
    const dropped = parts.querySelector(".dropped");
    log.querySelector(".dropped")?.remove();
    if (dropped) log.prepend(dropped);
    glide(fresh, "start");
    if (fresh.dataset.state === "done") ended(fresh);
  }

  function ended(exchange) {
    openFirst(exchange);
    qaAsking.goOn(exchange);
  }

  // Beside a wide answer there is room for its first source; whoever reads there is left alone.
  function openFirst(exchange) {
    const first = exchange.querySelector(".answered .marker");
    const side = document.querySelector("#qa-side");
    if (narrow() || side.contains(document.activeElement)) return;
    if (first) mark(first);
    else if (!alone) return;
    opening = "by itself";
    if (first) cite(first.dataset);
    else listed(); // the source of the answer before is none of this one
  }

  function morph(old, fresh) {
    if (old.isEqualNode(fresh)) return;
    const alike = old.nodeType === 1 && fresh.nodeType === 1 && old.tagName === fresh.tagName;
    if (!alike) {
      old.replaceWith(fresh);
      return;
    }
    if (old.classList?.contains("opened")) fresh.classList.add("opened");
    for (const { name } of [...old.attributes])
      if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) old.setAttribute(name, value);
    const [was, is] = [[...old.childNodes], [...fresh.childNodes]];
    was.slice(is.length).forEach((node) => node.remove());
    is.forEach((node, n) => (n < was.length ? morph(was[n], node) : old.append(node)));
  }

  function panel(element, trigger, watch) {
    const only = (wanted) => "source" in wanted || "open" in wanted || "conversations" in wanted;
    listed = () => {
      lastMarker = null;
      insist(() => trigger("select", { source: "" }));
    };
    select = (wanted) => {
      opening = "asked for";
      if (only(wanted)) insist(() => trigger("select", wanted));
      else trigger("select", wanted);
    };
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button, mark[data-cite]");
      if (!button) return;
      const { article, list } = button.dataset;
      const wanted = button.dataset.step ?? button.dataset.cite;
      if (wanted !== undefined) {
        step(button.dataset.exchange, wanted);
      } else if (article !== undefined || list !== undefined) {
        lastMarker = null;
        select({ source: article ?? "" });
      } else if (button.dataset.open !== undefined) {
        sheet(false);
        qaConversations.leave(button.dataset.open);
        insist(() => trigger("select", { open: button.dataset.open }));
      } else if (button.dataset.rename !== undefined) {
        qaConversations.rename(button, select);
      } else if (button.dataset.delete !== undefined) {
        if (button.dataset.delete === qaConversations.shown()) qaConversations.leave();
        select({ delete: button.dataset.delete });
      } else if (button.dataset.restore !== undefined) {
        select({ restore: button.dataset.restore });
      } else if (button.dataset.export !== undefined) {
        button.closest("details").open = false;
        qaConversations.take(button.dataset.export);
      } else if (button.dataset.return !== undefined || button.dataset.close !== undefined) {
        back();
      }
    });
    element.addEventListener("input", (event) => {
      if (event.target.matches("[data-find]")) find(element, event.target.value);
      if (event.target.matches("[data-find-conversations]"))
        qaConversations.search(element, event.target.value);
    });
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") back();
    });
    watch("value", () => {
      heardOf();
      soon(() => show(element));
    });
  }

  function step(exchange, wanted) {
    const place = document.querySelector(`#qa-transcript #${CSS.escape(exchange)}`);
    const there = place?.querySelector(`.marker[data-cite="${CSS.escape(wanted)}"]`);
    if (there) mark(there);
    opening = "asked for";
    cite({ exchange, cite: wanted });
  }

  function back() {
    sheet(false);
    if (!lastMarker || !lastMarker.isConnected) return;
    lastMarker.focus({ preventScroll: true });
    glide(lastMarker, "center");
  }

  // On a narrow screen the panel is a sheet over the chat, which then cannot be reached.
  function sheet(open) {
    const shown = open && narrow();
    document.body.classList.toggle("sheet", shown);
    for (const part of document.querySelectorAll("#qa-chat, #qa-masthead")) part.inert = shown;
  }

  function show(element) {
    const panelNode = element.querySelector(".panel");
    if (!panelNode) return;
    qaScope.reflect();
    panelNode.classList.toggle("from-answer", lastMarker !== null);
    if (!opening) return;
    const taken = opening === "asked for";
    alone = !taken && lastMarker !== null;
    opening = "";
    if (taken) sheet(true);
    const quote = element.querySelector("mark#quote");
    const target = quote ?? element.querySelector(".panel-heading");
    if (target && taken) target.focus({ preventScroll: true });
    if (quote) glide(quote, "center");
    else element.closest("#qa-side").scrollTop = 0;
  }

  function find(element, wanted) {
    const words = wanted.trim().toLocaleLowerCase();
    for (const row of element.querySelectorAll(".articles > li"))
      row.hidden = !row.textContent.toLocaleLowerCase().includes(words);
  }

  function notice(element, trigger) {
    let asking = false;
    const known = () => element.querySelector("[data-generation]");
    async function look() {
      const bar = known();
      if (!bar || asking || document.hidden) return;
      asking = true;
      try {
        const response = await fetch("./api/status", { cache: "no-store" });
        if (response.status === 401) qaStaying.loggedOut();
        if (response.status >= 500) qaStaying.lost(); // a proxy answers for a server that is away
        if (!response.ok) return;
        qaStaying.back();
        const { generation } = await response.json();
        if (String(generation) !== bar.dataset.generation) trigger("select", {});
      } catch {
        qaStaying.lost(); // the next look tells when it is there again
      } finally {
        asking = false;
      }
    }
    const again = () => {
      const seconds = Number(known()?.dataset.poll) || 5;
      setTimeout(() => look().then(again), seconds * 1000);
    };
    again();
    document.addEventListener("visibilitychange", look);
  }

  function message() {}

  document.addEventListener("click", (event) => {
    const copied = event.target.closest("[data-copy]");
    if (copied) copy(copied);
    const outside = !event.composedPath().some((node) => node.id === "qa-side");
    const asked = event.target.closest("[data-sheet]");
    if (asked) {
      qaTabs.show("chat");
      lastMarker = asked;
      select(asked.dataset.sheet ? { conversations: true } : { source: "" });
    } else if (outside && document.body.classList.contains("sheet")) {
      back();
    }
  });
  window.matchMedia("(max-width: 60rem)").addEventListener("change", () => sheet(false));

  const open = (source) => select({ source });
  return { transcript, live, panel, notice, message, open };
})();
window.qaApp = qaApp;
