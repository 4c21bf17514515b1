/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a page adds when JavaScript runs: focus and voice follow what changed. Nothing depends on it. */
"use strict";

(function () {
  function announce(text) {
    const region = document.getElementById("annunci");
    if (!region || !text) {
      return;
    }
    region.textContent = "";
    window.setTimeout(function () {
      region.textContent = text;
    }, 60);
  }

  function focusOn(element) {
    if (!element.hasAttribute("tabindex") && !element.matches("a[href], button, input, select, textarea")) {
      element.setAttribute("tabindex", "-1");
    }
    element.focus();
  }

  function inside(root, selector) {
    return root.matches && root.matches(selector) ? root : root.querySelector(selector);
  }

  // After a swap: focus the part that asks for it, else its first heading; say what it announces.
  document.addEventListener("htmx:afterSettle", function (event) {
    const part = event.detail.elt;
    showPrinting(document);
    if (!part || !part.querySelector || part.closest("[data-keep-focus]")) {
      return;
    }
    const target = inside(part, "[data-focus-me]") || inside(part, "h1, h2, h3");
    if (target) {
      focusOn(target);
    }
    const spoken = inside(part, "[data-announce]");
    announce(spoken ? spoken.getAttribute("data-announce") : "");
  });

  document.addEventListener("htmx:sendError", function () {
    announce(document.documentElement.lang === "en" ? "No connection: try again." : "Manca la connessione: riprova.");
  });

  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-print]");
    if (button) {
      window.print();
    }
  });

  // A button that prints shows only where it can.
  function showPrinting(root) {
    root.querySelectorAll("[data-print][hidden]").forEach(function (button) {
      button.hidden = false;
    });
  }

  // Where the style sheet cannot unfold what is closed, paper still gets it.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("main details:not([open])").forEach(function (folded) {
      folded.open = true;
      folded.dataset.openedForPrint = "";
    });
  });

  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details[data-opened-for-print]").forEach(function (folded) {
      folded.open = false;
      delete folded.dataset.openedForPrint;
    });
  });

  document.addEventListener("DOMContentLoaded", function () {
    showPrinting(document);
    const asked = document.querySelector("main [data-focus-me]");
    if (asked) {
      focusOn(asked);
    }
    // A link to a paragraph inside a closed <details> opens it.
    const named = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const folded = named ? named.closest("details:not([open])") : null;
    if (folded) {
      folded.open = true;
      named.scrollIntoView();
    }
  });
})();
