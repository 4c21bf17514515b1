/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Says how many characters are left under a box with data-counter; marks in the paragraph the words chosen in the two
   lists, and the other way round; shows the box for new words to who proposes some. Without it all of it is there. */
"use strict";

(function () {
  const words = document.documentElement.lang === "en"
    ? ["Characters left: ", "Characters too many: "]
    : ["Caratteri che restano: ", "Caratteri di troppo: "];

  function show(box) {
    let line = box.nextElementSibling;
    if (!line || !line.classList.contains("write-counter")) {
      line = document.createElement("p");
      line.className = "write-counter";
      box.after(line);
    }
    const left = Number(box.dataset.counter) - box.value.trim().length;
    line.textContent = (left < 0 ? words[1] : words[0]) + Math.abs(left).toLocaleString("it");
    // Spoken only near the end, at each hundred.
    line.setAttribute("aria-live", left < 500 && left % 100 === 0 ? "polite" : "off");
  }

  function showAll(root) {
    root.querySelectorAll("textarea[data-counter]").forEach(show);
  }

  // The box for new words is for proposals only.
  function showProposal() {
    document.querySelectorAll("textarea[data-proposed]").forEach(function (box) {
      const kind = box.form.querySelector("input[name=kind]:checked");
      const field = box.closest(".field");
      field.hidden = Boolean(kind) && kind.value !== "PROPOSAL" && !field.classList.contains("has-error")
        && box.value === box.defaultValue;
    });
  }

  // What the two lists choose, as characters of the paragraph.
  function stretch(lists) {
    const ends = Array.from(lists).map(function (list) {
      return list.value === "" ? NaN : Number(list.value.split(":")[0]);
    });
    return ends.length === 2 && ends[0] < ends[1] ? ends : null;
  }

  function mark(form) {
    const lists = form.querySelectorAll("select[data-choose]");
    const holder = form.closest(".write-box").querySelector("[data-passage]");
    if (lists.length !== 2 || !holder) {
      return;
    }
    holder.querySelectorAll(".visually-hidden").forEach(function (told) {
      told.remove();
    });
    const plain = holder.textContent;
    const ends = stretch(lists);
    holder.textContent = ends ? plain.slice(0, ends[0]) : plain;
    if (ends) {
      const marked = document.createElement("mark");
      marked.textContent = plain.slice(ends[0], ends[1]);
      holder.append(marked, plain.slice(ends[1]));
    }
  }

  // Words selected in the paragraph on top become those of the lists.
  function takeSelection() {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) {
      return;
    }
    const range = selection.getRangeAt(0);
    const start = range.startContainer.parentElement;
    const holder = start ? start.closest("[data-passage]") : null;
    if (!holder || !holder.contains(range.endContainer) || holder.querySelector(".visually-hidden")) {
      return;
    }
    const before = document.createRange();
    before.selectNodeContents(holder);
    before.setEnd(range.startContainer, range.startOffset);
    const from = before.toString().length;
    const to = from + range.toString().length;
    const lists = holder.closest(".write-box").querySelectorAll("select[data-choose]");
    if (lists.length !== 2) {
      return;
    }
    const starts = optionsOf(lists[0]);
    const ends = optionsOf(lists[1]);
    const touched = ends.map(function (end, at) {
      return starts[at] < to && end > from ? at : -1;
    }).filter(function (at) {
      return at >= 0;
    });
    if (touched.length) {
      lists[0].selectedIndex = touched[0] + 1;
      lists[1].selectedIndex = touched[touched.length - 1] + 1;
    }
  }

  function optionsOf(list) {
    return Array.from(list.options).slice(1).map(function (option) {
      return Number(option.value.split(":")[0]);
    });
  }

  document.addEventListener("selectionchange", takeSelection);
  document.addEventListener("change", function (event) {
    if (event.target.matches("select[data-choose]")) {
      mark(event.target.form);
    }
    if (event.target.matches("input[name=kind]")) {
      showProposal();
    }
  });

  document.addEventListener("input", function (event) {
    if (event.target.matches("textarea[data-counter]")) {
      show(event.target);
    }
  });
  document.addEventListener("htmx:afterSettle", function () {
    showAll(document);
    showProposal();
  });
  document.addEventListener("DOMContentLoaded", function () {
    showAll(document);
    showProposal();
  });
})();
