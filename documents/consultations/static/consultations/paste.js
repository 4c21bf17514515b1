/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Words pasted from Word into the import page: their headings and lists travel beside them. Without it, plain words. */
"use strict";

(function () {
  document.addEventListener("DOMContentLoaded", function () {
    const box = document.querySelector("[data-keeps-html]");
    const beside = box ? document.getElementsByName(box.getAttribute("data-keeps-html"))[0] : null;
    if (!box || !beside) {
      return;
    }
    let expected = null;
    box.addEventListener("paste", function (event) {
      const html = event.clipboardData ? event.clipboardData.getData("text/html") : "";
      const isWhole = box.value === "" || (box.selectionStart === 0 && box.selectionEnd === box.value.length);
      beside.value = html && isWhole ? html : "";
      expected = null;
      window.setTimeout(function () {
        expected = box.value;
      }, 0);
    });
    // What is typed after the paste counts more than what was pasted.
    box.addEventListener("input", function () {
      if (expected !== null && box.value !== expected) {
        beside.value = "";
      }
    });
  });
})();
