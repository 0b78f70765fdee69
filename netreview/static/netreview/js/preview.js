/* The preview beside the text: made anew after a pause, in step with the scroll, wide or as on a phone, hard sentences marked. */

const form = document.querySelector("form[data-preview]");
const pane = document.getElementById("preview");
const PAUSE = 700;
const WIDTH = "netreview-preview-width";

/* What is typed goes out after a pause; an answer that a newer text overtook is thrown away. */
function refresh(area, redrawn) {
  const late = document.querySelector("[data-preview-late]");
  let timer;
  let asking;
  let shown = "";

  async function ask() {
    asking?.abort();
    asking = new AbortController();
    const body = new FormData(form);
    const sent = `${body.get("title")}\n${body.get("body")}`;
    if (sent === shown) return;
    try {
      const response = await fetch(form.dataset.preview, { method: "POST", body, signal: asking.signal });
      if (!response.ok || response.redirected) throw new Error(response.status);
      const html = await response.text();
      const open = [...pane.querySelectorAll("details[open]")].map((box) => box.dataset.keep);
      pane.innerHTML = html;
      for (const box of pane.querySelectorAll("details")) box.open = open.includes(box.dataset.keep);
      shown = sent;
      late.hidden = true;
      redrawn();
    } catch (error) {
      if (error.name !== "AbortError") late.hidden = false;
    }
  }

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  form.addEventListener("input", later);
  /* A save that went through means that the site answers again. */
  form.addEventListener("netreview:saved", () => late.hidden || ask());
}

/* How far down each line of the text begins, read from a copy of it that nobody sees. */
function linesOf(area) {
  const look = getComputedStyle(area);
  const copy = document.createElement("div");
  for (const name of ["font", "letterSpacing", "padding", "tabSize", "fontSizeAdjust"]) copy.style[name] = look[name];
  Object.assign(copy.style, {
    position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", overflowWrap: "break-word", boxSizing: "border-box",
    width: `${area.clientWidth}px`,
  });
  for (const line of area.value.split("\n")) {
    const row = document.createElement("div");
    row.textContent = line || " ";
    copy.append(row);
  }
  document.body.append(copy);
  const tops = [...copy.children].map((row) => row.offsetTop);
  copy.remove();
  return tops;
}

/* Where what comes from the same source line stands in both: pairs of heights, from top to end. */
function pairsOf(area) {
  const tops = linesOf(area);
  const start = pane.getBoundingClientRect().top - pane.scrollTop;
  const pairs = [[0, 0]];
  for (const [line, anchor] of JSON.parse(pane.querySelector("[data-places]")?.dataset.places || "[]")) {
    const place = pane.querySelector(`#${CSS.escape(anchor)}`);
    const pair = place && tops[line] !== undefined && [tops[line], place.getBoundingClientRect().top - start];
    if (pair && pair[0] > pairs.at(-1)[0] && pair[1] > pairs.at(-1)[1]) pairs.push(pair);
  }
  pairs.push([Math.max(area.scrollHeight, pairs.at(-1)[0] + 1), Math.max(pane.scrollHeight, pairs.at(-1)[1] + 1)]);
  return pairs;
}

function between(pairs, at, [from, to]) {
  const next = Math.max(1, pairs.findIndex((pair) => pair[from] > at));
  const [low, high] = [pairs[next - 1], pairs[next]];
  return low[to] + ((at - low[from]) / (high[from] - low[from])) * (high[to] - low[to]);
}

/* Whichever side is touched leads, and the other follows. */
function inStep(area) {
  let pairs = null;
  let leader = area;
  const follow = () => {
    if (pane.scrollHeight <= pane.clientHeight || area.scrollHeight <= area.clientHeight) return;
    pairs ||= pairsOf(area);
    const isText = leader === area;
    const [from, to] = isText ? [area, pane] : [pane, area];
    const isAtEnd = from.scrollTop + from.clientHeight >= from.scrollHeight - 2;
    to.scrollTop = isAtEnd ? to.scrollHeight : between(pairs, from.scrollTop, isText ? [0, 1] : [1, 0]);
  };
  for (const side of [area, pane]) {
    for (const name of ["pointerenter", "wheel", "focusin", "keydown", "touchstart"]) {
      side.addEventListener(name, () => { leader = side; }, { passive: true });
    }
    side.addEventListener("scroll", () => side === leader && requestAnimationFrame(follow));
  }
  const anew = () => { pairs = null; };
  area.addEventListener("input", anew);
  window.addEventListener("resize", anew);
  return () => {
    anew();
    if (leader === area) follow();
  };
}

/* The words of a sentence in its paragraph, spaces and numbers of citations aside. */
function rangeOf(place, sentence) {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const signs = [];
  while (walker.nextNode()) {
    if (walker.currentNode.parentElement.closest("sup.cite")) continue;
    [...walker.currentNode.data].reduce((at, sign) => {
      if (sign.trim()) signs.push([sign, walker.currentNode, at]);
      return at + sign.length;
    }, 0);
  }
  const wanted = [...sentence.replace(/\s+/g, "")];
  const from = signs.findIndex((_, start) => wanted.every((sign, index) => signs[start + index]?.[0] === sign));
  if (from < 0) return null;
  const range = new Range();
  const [last, node, at] = signs[from + wanted.length - 1];
  range.setStart(signs[from][1], signs[from][2]);
  range.setEnd(node, at + last.length);
  return range;
}

function markHard() {
  if (!window.Highlight) return;
  const ranges = [...pane.querySelectorAll("[data-hard]")].map((link) => {
    const place = pane.querySelector(`#${CSS.escape(link.hash.slice(1))}`);
    return place && rangeOf(place, link.textContent);
  });
  CSS.highlights.set("hard", new Highlight(...ranges.filter(Boolean)));
}

function widths(changed) {
  const bar = document.querySelector("[data-widths]");
  let width = "phone";
  try {
    width = localStorage.getItem(WIDTH) || width;
  } catch { /* a browser that keeps nothing begins anew each time */ }
  const show = () => {
    for (const button of bar.children) button.setAttribute("aria-pressed", String(button.value === width));
    pane.classList.toggle("is-phone", width === "phone");
    pane.closest(".write-grid").classList.toggle("is-wide", width === "wide");
    for (const prose of pane.querySelectorAll(".prose")) prose.classList.remove("prose-desk");
  };
  bar.addEventListener("click", (event) => {
    if (!event.target.value) return;
    width = event.target.value;
    try {
      localStorage.setItem(WIDTH, width);
    } catch { /* as above */ }
    show();
    changed();
  });
  bar.hidden = false;
  show();
  return show;
}

if (form && pane) {
  const area = form.elements.body;
  for (const button of form.querySelectorAll("[data-without-scripts]")) button.hidden = true;
  const step = inStep(area);
  const draw = widths(step);
  refresh(area, () => {
    draw();
    markHard();
    step();
  });
  markHard();
}
