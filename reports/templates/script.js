// The page is whole without this. It filters, folds, opens what a link points at, and opens folds for print.
(function () {
  "use strict";
  var all = function (selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); };
  all(".controls").forEach(function (row) { row.hidden = false; });

  var unit = document.getElementById("unit-filter");
  if (unit) {
    var told = document.querySelector("output[for=unit-filter]");
    unit.addEventListener("change", function () {
      var count = 0;
      all(".group").forEach(function (group) {
        var owners = group.getAttribute("data-units").split(" ");
        group.hidden = unit.value !== "" && owners.indexOf(unit.value) < 0;
        if (!group.hidden) { count += group.querySelectorAll(".task").length; }
      });
      told.textContent = unit.value === "" ? "" : told.getAttribute("data-words").replace("#", count);
    });
  }

  var verdict = document.getElementById("verdict-filter");
  if (verdict) {
    verdict.addEventListener("change", function () {
      all(".item").forEach(function (item) {
        item.hidden = verdict.value !== "" && item.getAttribute("data-verdict") !== verdict.value;
      });
      all(".indicator").forEach(function (part) { part.hidden = !part.querySelector(".item:not([hidden])"); });
    });
    document.getElementById("open-all").addEventListener("click", function () { fold(true); });
    document.getElementById("close-all").addEventListener("click", function () { fold(false); });
  }
  function fold(open) { all(".item").forEach(function (item) { item.open = open; }); }

  function reveal() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") {
      target.hidden = false;
      target.open = true;
      target.scrollIntoView();
    }
  }
  window.addEventListener("hashchange", reveal);
  reveal();

  var closed = [];
  window.addEventListener("beforeprint", function () {
    closed = all("details:not([open])");
    closed.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () { closed.forEach(function (one) { one.open = false; }); });
})();
