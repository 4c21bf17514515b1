/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words selected inside one paragraph, with mouse, finger or keyboard, can be observed by themselves.
   Without this the writing page has two lists for the same. Nothing moves while one selects.
   The link stands under the paragraph; where that is off the screen, as on a phone, a sign that leads to the same page
   stands in the margin beside the last line chosen: it covers no text, and no native menu of the selection. */
"use strict";

(function () {
  const WORD = /[\p{L}\p{N}_]+/gu;
  const BREAKS = "p, li, ul, ol, div, br";
  const LONGEST = 1500;
  const THUMB = 44;
  const text = document.querySelector("[data-choose-words]");
  let timer = 0;
  let shown = null;
  let beside = null;

  if (!text) {
    return;
  }

  // The words of a fragment as the server counts them: blocks divide, inline tags do not.
  function wordsOf(node) {
    let found = "";
    (function walk(part) {
      part.childNodes.forEach(function (child) {
        if (child.nodeType === Node.TEXT_NODE) {
          found += child.data;
        } else if (child.nodeType === Node.ELEMENT_NODE) {
          const breaks = child.matches(BREAKS);
          found += breaks ? "\n" : "";
          walk(child);
          found += breaks ? "\n" : "";
        }
      });
    })(node);
    return found;
  }

  function upTo(holder, container, offset) {
    const range = document.createRange();
    range.selectNodeContents(holder);
    range.setEnd(container, offset);
    return wordsOf(range.cloneContents());
  }

  function count(words) {
    return (words.match(WORD) || []).length;
  }

  function isInsideWord(before, after) {
    return /[\p{L}\p{N}_]$/u.test(before) && /^[\p{L}\p{N}_]/u.test(after);
  }

  function holderOf(node) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    return element ? element.closest(".paragraph-text") : null;
  }

  // First and last word, words cut in two taken whole; null when nothing in one paragraph is selected.
  function chosen() {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) {
      return null;
    }
    const range = selection.getRangeAt(0);
    const holder = holderOf(range.startContainer);
    if (!holder || !text.contains(holder)) {
      return null;
    }
    const end = holder.contains(range.endContainer)
      ? [range.endContainer, range.endOffset]
      : isJustAfter(holder, range) ? [holder, holder.childNodes.length] : null;
    if (!end) {
      return null;
    }
    const until = upTo(holder, end[0], end[1]);
    const before = common(upTo(holder, range.startContainer, range.startOffset), until);
    const inside = until.slice(before.length);
    if (!count(inside)) {
      return null;
    }
    const first = count(before) - (isInsideWord(before, inside) ? 1 : 0);
    const last = count(until) - 1;
    const words = (wordsOf(holder).match(WORD) || []).slice(first, last + 1);
    return words.length
      ? { holder: holder, first: first, last: last, words: words.join(" "), range: range }
      : null;
  }

  // Cutting a paragraph short closes its blocks: the lines that this adds are not of the text.
  function common(before, until) {
    const kept = before.replace(/\n+$/, "");
    return until.startsWith(before) ? before : until.startsWith(kept) ? kept : until;
  }

  // A triple click selects up to the beginning of what follows.
  function isJustAfter(holder, range) {
    const rest = document.createRange();
    rest.setStartAfter(holder);
    rest.setEnd(range.endContainer, range.endOffset);
    return rest.toString().trim() === "";
  }

  function link(paragraph) {
    const quiet = paragraph.querySelector(".paragraph-links .quiet-link[data-write]");
    return quiet || null;
  }

  function forget() {
    if (shown && !shown.contains(document.activeElement)) {
      shown.remove();
      shown = null;
    }
    putAside();
  }

  function putAside() {
    if (beside) {
      beside.remove();
      beside = null;
    }
  }

  function isOnScreen(element) {
    const box = element.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= document.documentElement.clientHeight;
  }

  // In the margin, level with the last line chosen, under the number of the paragraph.
  function showBeside(words) {
    putAside();
    if (isOnScreen(shown)) {
      return;
    }
    const paragraph = words.holder.closest(".paragraph");
    const number = paragraph.querySelector(".paragraph-number");
    const top = paragraph.getBoundingClientRect().top;
    const lines = words.range.getClientRects();
    const line = lines[lines.length - 1];
    beside = document.createElement("a");
    beside.className = "words-beside";
    beside.rel = "nofollow";
    beside.tabIndex = -1;
    beside.setAttribute("aria-hidden", "true");
    beside.title = text.dataset.chooseWords;
    beside.textContent = "\u270E";
    beside.href = shown.href;
    beside.style.top = Math.max(number.offsetTop + number.offsetHeight, line.bottom - top - THUMB) + "px";
    paragraph.append(beside);
  }

  function show() {
    const words = chosen();
    const quiet = words ? link(words.holder.closest(".paragraph")) : null;
    if (!quiet || words.words.length > LONGEST) {
      forget();
      return;
    }
    if (!shown || shown.parentElement !== quiet.parentElement) {
      if (shown) {
        shown.remove();
      }
      shown = document.createElement("a");
      shown.className = "quiet-link words-link";
      shown.rel = "nofollow";
      shown.textContent = text.dataset.chooseWords;
      quiet.before(shown);
    }
    const query = new URLSearchParams({ dalla: words.first, alla: words.last, parole: words.words });
    shown.href = quiet.getAttribute("href") + "?" + query;
    showBeside(words);
    say(text.dataset.chosen.replace("…", words.words.length > 120 ? words.words.slice(0, 120) + "…" : words.words));
  }

  function say(told) {
    const region = document.getElementById("annunci");
    if (region && region.textContent !== told) {
      region.textContent = told;
    }
  }

  document.addEventListener("selectionchange", function () {
    window.clearTimeout(timer);
    timer = window.setTimeout(show, 250);
  });
})();
