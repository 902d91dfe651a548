// Placing fields on a municipality's own paper: the squares on the picture and the rows beside it say the same, and
// either can be changed, by mouse and by keyboard.
(() => {
  const paper = document.querySelector("[data-places]");
  if (!paper) return;
  const SVG = "http://www.w3.org/2000/svg";
  const list = document.querySelector("[data-place-list]");
  const count = document.querySelector("[data-place-count]");
  const template = document.getElementById("place-template");
  const size = paper.viewBox.baseVal;
  const tenth = (value) => Math.round(value * 10) / 10;
  const within = (value, least, most) => Math.min(Math.max(value, least), most);

  const field = (id, name) => document.getElementById(`${id}-${name}`);
  const read = (id) => ["x", "y", "w", "h"].map((name) => Number(field(id, name).value) || 0);
  const write = (id, values) => {
    ["x", "y", "w", "h"].forEach((name, n) => { field(id, name).value = String(tenth(values[n])); });
    field(id, "x").dispatchEvent(new Event("input", { bubbles: true }));
  };
  const draw = (link) => {
    const id = link.dataset.for;
    const [x, y, w, h] = read(id);
    const square = link.querySelector("rect");
    const number = link.querySelector("text");
    square.setAttribute("x", x);
    square.setAttribute("y", y);
    square.setAttribute("width", Math.max(w, 0));
    square.setAttribute("height", Math.max(h, 0));
    number.setAttribute("x", x);
    number.setAttribute("y", y);
    const used = field(id, "key").value || field(id, "other").value || field(id, "text").value;
    link.classList.toggle("places__place--used", Boolean(used));
    link.setAttribute("aria-label", `${number.textContent} ${field(id, "label").value}`);
  };
  const linkOf = (row) => paper.querySelector(`[data-for="${row.id}"]`);

  list.addEventListener("input", (event) => {
    const row = event.target.closest("[data-place]");
    if (row) draw(linkOf(row));
  });
  // The row that is being worked on shows on the paper.
  list.addEventListener("focusin", (event) => {
    const row = event.target.closest("[data-place]");
    for (const link of paper.querySelectorAll("[data-for]")) {
      link.classList.toggle("places__place--current", row !== null && link.dataset.for === row.id);
    }
  });

  const move = (id, [dx, dy, dw, dh]) => {
    const [x, y, w, h] = read(id);
    const width = within(w + dw, 1.5, size.width);
    const height = within(h + dh, 1.5, size.height);
    write(id, [within(x + dx, 0, size.width - width), within(y + dy, 0, size.height - height), width, height]);
  };
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  paper.addEventListener("keydown", (event) => {
    const link = event.target.closest("[data-for]");
    const step = STEPS[event.key];
    if (!link || !step || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const length = event.altKey ? 0.1 : 0.5;
    const [dx, dy] = step.map((value) => value * length);
    move(link.dataset.for, event.shiftKey ? [0, 0, dx, dy] : [dx, dy, 0, 0]);
  });
  paper.addEventListener("click", (event) => {
    const link = event.target.closest("[data-for]");
    if (!link) return;
    event.preventDefault();
    const key = field(link.dataset.for, "key");
    key.focus({ preventScroll: true });
    key.closest("[data-place]").scrollIntoView({ block: "nearest" });
  });

  const point = (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(paper.getScreenCTM().inverse());
    return [within(at.x, 0, size.width), within(at.y, 0, size.height)];
  };
  const add = (values) => {
    const n = Number(count.value);
    const row = template.content.firstElementChild.cloneNode(true);
    for (const element of [row, ...row.querySelectorAll("*")]) {
      for (const name of ["id", "name", "for", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value?.startsWith("pN")) element.setAttribute(name, `p${n}${value.slice(2)}`);
      }
    }
    row.querySelector("legend").textContent = String(n + 1);
    list.append(row);
    const link = document.createElementNS(SVG, "a");
    link.setAttribute("href", `#p${n}`);
    link.setAttribute("class", "places__place");
    link.dataset.for = `p${n}`;
    const number = document.createElementNS(SVG, "text");
    number.setAttribute("dx", "0.6");
    number.setAttribute("dy", "2.8");
    number.textContent = String(n + 1);
    link.append(document.createElementNS(SVG, "rect"), number);
    paper.append(link);
    count.value = String(n + 1);
    write(row.id, values);
    field(row.id, "label").focus();
    return link;
  };
  document.querySelector("[data-place-add]")?.addEventListener("click", (event) => {
    event.preventDefault();
    add([20, 20, 60, 8]);
  });

  // Dragging a square moves it, dragging near its lower right corner sizes it, dragging on the paper makes one.
  paper.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const [x0, y0] = point(event);
    const link = event.target.closest("[data-for]");
    const before = link ? read(link.dataset.for) : null;
    const corner = before && before[0] + before[2] - x0 < 2 && before[1] + before[3] - y0 < 2;
    let drawn = null;
    let dragged = false;
    paper.setPointerCapture(event.pointerId);
    const onMove = (next) => {
      const [x, y] = point(next);
      const [dx, dy] = [x - x0, y - y0];
      dragged ||= Math.abs(dx) > 0.7 || Math.abs(dy) > 0.7;
      if (!dragged) return;
      if (link) {
        const [bx, by, bw, bh] = before;
        write(link.dataset.for, corner
          ? [bx, by, Math.max(bw + dx, 1.5), Math.max(bh + dy, 1.5)]
          : [within(bx + dx, 0, size.width - bw), within(by + dy, 0, size.height - bh), bw, bh]);
      } else {
        drawn ??= add([x0, y0, 1.5, 1.5]);
        write(drawn.dataset.for, [Math.min(x, x0), Math.min(y, y0), Math.abs(dx), Math.abs(dy)]);
      }
    };
    const end = () => {
      paper.removeEventListener("pointermove", onMove);
      if (link && !dragged) link.focus();
    };
    paper.addEventListener("pointermove", onMove);
    paper.addEventListener("pointerup", end, { once: true });
    paper.addEventListener("pointercancel", end, { once: true });
  });
})();
