// The keyboard in a list of hits: the arrow down leaves the box for the first hit, arrows move, Home and End jump, Enter
// opens (as for any link), / goes back to the box. They work only in the box and in the list, so that nothing fires
// elsewhere.
(() => {
  const list = document.querySelector("[data-hits]");
  const box = document.querySelector("form.search input[type=search]");
  if (!list || !box) return;
  const links = [...list.querySelectorAll("a.table__main-link")];
  const plain = (event) =>
    !event.isComposing && !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
  box.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" || !plain(event) || !links.length) return;
    event.preventDefault();
    links[0].focus();
  });
  list.addEventListener("keydown", (event) => {
    if (!plain(event)) return;
    const at = links.indexOf(document.activeElement);
    const to = {
      ArrowDown: () => links[Math.min(at + 1, links.length - 1)],
      ArrowUp: () => (at > 0 ? links[at - 1] : box),
      Home: () => links[0],
      End: () => links[links.length - 1],
      "/": () => box,
    }[event.key];
    if (!to) return;
    event.preventDefault();
    const target = to();
    target.focus();
    if (target === box) box.select();
  });
})();
