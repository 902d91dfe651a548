// A signature by finger, pen or mouse. Keeps the strokes as points, so that the paper can be drawn sharply:
// {"width":w,"height":h,"strokes":[[[x,y,milliseconds],...],...]}. Without a pointer, sign on paper instead.
(() => {
  const set = (pad) => {
    const canvas = pad.querySelector("canvas");
    const field = pad.querySelector("input[type=hidden]");
    const context = canvas.getContext("2d");
    let strokes = [];
    let current = null;
    let began = 0;

    const fit = () => {
      const scale = window.devicePixelRatio || 1;
      canvas.width = Math.round(canvas.clientWidth * scale);
      canvas.height = Math.round(canvas.clientHeight * scale);
      context.setTransform(scale, 0, 0, scale, 0, 0);
      context.lineWidth = 2.5;
      context.lineCap = "round";
      context.lineJoin = "round";
      context.strokeStyle = "#000";
      for (const stroke of strokes) draw(stroke);
    };
    const draw = (stroke) => {
      context.beginPath();
      context.moveTo(stroke[0][0], stroke[0][1]);
      if (stroke.length === 1) context.lineTo(stroke[0][0] + 0.1, stroke[0][1]);
      for (const [x, y] of stroke.slice(1)) context.lineTo(x, y);
      context.stroke();
    };
    const point = (event) => {
      const box = canvas.getBoundingClientRect();
      const round = (value) => Math.round(value * 10) / 10;
      return [round(event.clientX - box.left), round(event.clientY - box.top), Math.round(event.timeStamp - began)];
    };
    const keep = () => {
      field.value = strokes.length === 0 ? "" : JSON.stringify({ width: canvas.clientWidth, height: canvas.clientHeight, strokes });
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const finish = () => {
      if (!current) return;
      current = null;
      keep();
    };

    canvas.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || current) return;
      if (strokes.length === 0) began = event.timeStamp;
      canvas.setPointerCapture(event.pointerId);
      current = [point(event)];
      strokes.push(current);
      draw(current);
      event.preventDefault();
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!current) return;
      const events = event.getCoalescedEvents ? event.getCoalescedEvents() : [event];
      for (const one of events.length > 0 ? events : [event]) {
        current.push(point(one));
        draw(current.slice(-2));
      }
    });
    canvas.addEventListener("pointerup", finish);
    canvas.addEventListener("pointercancel", finish);
    const clear = pad.querySelector("[data-clear]");
    if (clear) {
      clear.addEventListener("click", () => {
        strokes = [];
        current = null;
        fit();
        keep();
      });
    }
    new ResizeObserver(fit).observe(canvas);
  };
  for (const pad of document.querySelectorAll("[data-signature-pad]")) set(pad);
})();
