// 「残りをすべて「いいえ」にする」: sets the unanswered yes-no questions of one topic. Nothing is saved yet, and the
// officer sees what was set.
(() => {
  for (const button of document.querySelectorAll("[data-deny-rest]")) {
    button.addEventListener("click", () => {
      const topic = button.closest(".topic");
      let first = null;
      for (const group of topic.querySelectorAll("fieldset")) {
        const no = group.querySelector('input[type="radio"][value="no"]');
        if (!no || group.querySelector("input:checked")) continue;
        no.checked = true;
        no.dispatchEvent(new Event("input", { bubbles: true }));
        first = first || no;
      }
      if (first) first.focus();
    });
  }
})();
