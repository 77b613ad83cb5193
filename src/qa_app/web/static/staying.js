// Staying: what is typed outlives a reload, a lost connection is said and watched, and logging out.
"use strict";

const qaStaying = (() => {
  const DRAFT = "qa-draft";
  const AWAY = "qa-away";
  const box = document.createElement("div");
  box.id = "qa-away";
  box.setAttribute("role", "status");
  let gone = false;
  let leaving = false;

  function kept(key, value) {
    try {
      if (value === undefined) return sessionStorage.getItem(key);
      if (value) sessionStorage.setItem(key, value);
      else sessionStorage.removeItem(key);
    } catch {
      // Nothing is kept here.
    }
    return "";
  }

  // A question that has no answer yet is as good as one that is still being typed.
  function draft() {
    const typed = document.querySelector("#qa-question textarea")?.value.trim();
    const pending = document.querySelector(".exchange[data-state=pending] .question");
    return typed || pending?.textContent || "";
  }

  window.addEventListener("pagehide", () => {
    if (!leaving) kept(DRAFT, draft());
  });

  let restored = false;
  function restore() {
    if (restored) return;
    restored = true;
    const words = kept(DRAFT);
    const field = document.querySelector("#qa-question textarea");
    if (words && field && !field.value) qaAsking.fill(words);
    kept(DRAFT, "");
    if (kept(AWAY)) back();
  }

  function lost() {
    if (gone) return;
    gone = true;
    kept(AWAY, "yes");
    box.textContent =
      "The connection is lost. What you have typed stays, and this page tries again by itself.";
  }

  // Gradio may load the page anew meanwhile; then it is said again.
  let telling = false;
  function back() {
    if (telling || (!gone && !kept(AWAY))) return;
    gone = false;
    telling = true;
    box.textContent = "Connected again.";
    setTimeout(() => {
      telling = false;
      if (gone) return;
      kept(AWAY, "");
      box.textContent = "";
    }, 6000);
    const pending = document.querySelector(".exchange[data-state=pending]");
    // Its answer will not come to this page any more; what was asked is typed already after this.
    if (pending) location.reload();
  }

  function loggedOut() {
    const again = document.createElement("a");
    again.href = new URL("login", document.baseURI);
    again.textContent = "Log in again";
    box.replaceChildren("You are not logged in any more. ", again);
  }

  async function logOut() {
    leaving = true;
    try {
      sessionStorage.clear();
    } catch {
      // Nothing was kept.
    }
    try {
      await fetch("./logout", { method: "POST" });
    } catch {
      leaving = false;
      lost(); // nobody is logged out yet
      return;
    }
    location.assign(new URL("login", document.baseURI));
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-log-out]")) logOut();
  });
  document.addEventListener("DOMContentLoaded", () => document.body.append(box));
  return { restore, lost, back, loggedOut };
})();
