// Keys for links, buttons and fields: data-shortcut="Alt+1". Always with Alt or Ctrl, never a bare letter,
// so that nothing fires while someone types or dictates.
(() => {
  const name = (event) => {
    const keys = [];
    if (event.ctrlKey) keys.push("Ctrl");
    if (event.altKey) keys.push("Alt");
    if (event.shiftKey) keys.push("Shift");
    const digit = /^Digit(\d)$/.exec(event.code);
    const letter = /^Key([A-Z])$/.exec(event.code);
    keys.push(digit ? digit[1] : letter ? letter[1] : event.key);
    return keys.join("+");
  };
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.repeat || event.metaKey || !(event.ctrlKey || event.altKey)) return;
    const target = document.querySelector(`[data-shortcut="${CSS.escape(name(event))}"]`);
    if (!target) return;
    event.preventDefault();
    target.focus();
    if (target.matches("a, button")) target.click();
    else if (target.select) target.select();
  });
})();
