"use strict";
/* Keeps the page at the file's newest save: fetches the panels, puts in those that changed, and
   leaves place, focus and zoom where they were. The page is whole without it. */

(() => {
  const byId = (id) => document.getElementById(id);
  const base = document.body.dataset.base;
  const desk = byId("desk");
  const sheets = byId("sheets");
  const notice = byId("notice");

  // -- place on the paper ------------------------------------------------------------------------

  const scroller = () => (getComputedStyle(desk).overflowY === "auto" ? desk : document.scrollingElement);
  const head = () => (scroller() === desk ? desk.getBoundingClientRect().top : 0);
  const far = () => scroller().scrollTop > 8 && sheets.getBoundingClientRect().top < head();

  const inSight = (most, below = 0) => {
    const found = [];
    const top = head() + below;
    for (const sheet of sheets.children) {
      if (sheet.getBoundingClientRect().bottom <= top) continue;
      for (const part of sheet.querySelectorAll("[data-block]")) {
        const rect = part.getBoundingClientRect();
        if (rect.bottom > top) found.push({ part, top: rect.top });
        if (found.length >= most) return found;
      }
    }
    return found;
  };

  // Blocks move when something is put in above them: they are found again by what they say.
  const anchor = () =>
    inSight(6).map(({ part, top }) => ({ block: Number(part.dataset.block), text: part.textContent, top }));

  const find = ({ block, text }) => {
    const same = [...sheets.querySelectorAll(`[data-block="${block}"]`)].find((part) => part.textContent === text);
    if (same) return same;
    let best = null;
    for (const part of sheets.querySelectorAll("[data-block]")) {
      if (part.textContent !== text) continue;
      const away = Math.abs(part.dataset.block - block);
      if (!best || away < best.away) best = { part, away };
    }
    return best && best.part;
  };

  const jumpBy = (distance) => scroller().scrollBy({ top: distance, behavior: "instant" });

  const restore = (kept) => {
    let place = kept.find((one) => (one.part = find(one)));
    if (!place && kept.length) {
      place = kept[0];
      place.part = sheets.querySelector(`[data-block="${place.block}"]`);
    }
    if (place && place.part) jumpBy(place.part.getBoundingClientRect().top - place.top);
  };

  const keepingPlace = (change) => {
    const kept = far() ? anchor() : [];
    change();
    restore(kept);
  };

  // -- panels ------------------------------------------------------------------------------------

  const sheetStyle = new CSSStyleSheet();
  const shown = new Map();

  const putStyle = (css) => {
    sheetStyle.replaceSync(css);
    const first = byId("sheets-css");
    if (first) {
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheetStyle];
      first.remove();
    }
  };

  // Only what differs is put in anew: one changed line of a long paper, not the paper.
  const putNodes = (target, fresh) => {
    const old = [...target.childNodes];
    const nodes = [...fresh.childNodes];
    nodes.forEach((node, at) => {
      if (at >= old.length) target.append(node);
      else if (old[at].isEqualNode(node)) return;
      else if (node.nodeType === 1 && old[at].nodeType === 1 && old[at].cloneNode().isEqualNode(node.cloneNode())) {
        putNodes(old[at], node);
      } else old[at].replaceWith(node);
    });
    old.slice(nodes.length).forEach((node) => node.remove());
  };

  const nameOf = (element) =>
    ["id", "data-note", "data-copy", "href"]
      .filter((name) => element.hasAttribute(name))
      .map((name) => `[${name}="${CSS.escape(element.getAttribute(name))}"]`)
      .join("");

  const putPanel = (target, html) => {
    const focused = target.contains(document.activeElement) ? document.activeElement : null;
    const name = focused && nameOf(focused);
    const open = new Set([...target.querySelectorAll("details[open]")].map((one) => one.dataset.key || one.className));
    const made = document.createElement("template");
    made.innerHTML = html;
    putNodes(target, made.content);
    target.querySelectorAll("details").forEach((one) => {
      if (open.has(one.dataset.key || one.className)) one.open = true;
    });
    if (focused && !focused.isConnected && name) target.querySelector(name)?.focus({ preventScroll: true });
  };

  const put = (panels) => {
    const changed = Object.entries(panels).filter(([id, html]) => shown.get(id) !== html);
    if (!changed.length) return;
    keepingPlace(() => {
      for (const [id, html] of changed) {
        shown.set(id, html);
        if (id === "sheets-css") putStyle(html);
        else if (byId(id)) putPanel(byId(id), html);
      }
    });
    document.title = `${document.querySelector("h1").textContent} · 预览`;
    readTree();
    follow();
  };

  // -- following the file ------------------------------------------------------------------------

  let asking = false;
  let again = false;

  const refresh = async () => {
    again = asking;
    if (asking) return;
    asking = true;
    const asked = location.search;
    const panels = await ask(asked);
    asking = false;
    if (again || asked !== location.search) return refresh();
    if (panels) put(panels);
  };

  const ask = async (query) => {
    try {
      const answer = await fetch(`${base}panels${query}`, { cache: "no-store" });
      return answer.ok ? (await answer.json()).panels : null;
    } catch {
      return null; // the stream of events tells that the connection is lost
    }
  };

  const LOST = "预览断开了：保存提纲后页面不再更新。要接着看，请重新运行 speechgen preview，再打开它给出的地址。";
  let losing = null;

  const lost = (is) => {
    if (is && losing) return;
    clearTimeout(losing);
    losing = is ? setTimeout(() => say(LOST, "lost"), 1500) : null;
    if (!is && notice.className === "lost") say("");
  };

  // A page that nobody sees lets go: browsers keep few connections to one server. The server
  // sends an event at the start of every stream, so that a page that comes back catches up.
  let events = null;

  const listen = () => {
    if (events || document.hidden) return;
    events = new EventSource(`${base}events`);
    events.addEventListener("message", () => {
      lost(false);
      refresh();
    });
    events.addEventListener("error", () => {
      lost(true);
      if (events?.readyState !== EventSource.CLOSED) return;
      events = null;
      setTimeout(listen, 3000);
    });
  };

  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) return listen();
    events?.close();
    events = null;
    lost(false);
  });

  let clearing = null;
  const say = (text, kind = "") => {
    clearTimeout(clearing);
    notice.textContent = text;
    notice.className = kind;
    if (text && !kind) clearing = setTimeout(() => say(""), 2500);
  };

  // -- layouts and papers without a new page -----------------------------------------------------

  const turnTo = (address, push) => {
    const { search } = new URL(address, location.href);
    const paper = (query) => new URLSearchParams(query).get("paper") || "0";
    const other = paper(search) !== paper(location.search);
    if (push) history.pushState(null, "", base + search);
    return refresh().then(() => other && scroller().scrollTo({ top: 0, behavior: "instant" }));
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("#layouts a, #papers a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
    event.preventDefault();
    link.closest("details")?.removeAttribute("open");
    turnTo(link.href, true);
  });
  window.addEventListener("popstate", () => turnTo(location.href, false));

  // -- findings and their marks ------------------------------------------------------------------

  const marksOf = (note) => [...sheets.querySelectorAll(`mark[data-finding~="${CSS.escape(note)}"]`)];

  const point = (note) => {
    document.querySelectorAll(".target, .current").forEach((one) => one.classList.remove("target", "current"));
    const marks = marksOf(note);
    marks.forEach((mark) => mark.classList.add("target"));
    byId(`note-${note}`)?.classList.add("current");
    return marks;
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-note]");
    if (link) {
      const [mark] = point(link.dataset.note);
      if (!mark) return;
      event.preventDefault();
      mark.scrollIntoView({ block: "center", inline: "nearest" });
      return;
    }
    const mark = event.target.closest("mark[data-finding]");
    if (!mark) return;
    const note = mark.dataset.finding.split(" ")[0];
    point(note);
    const item = byId(`note-${note}`);
    for (let box = item; box; box = box.parentElement.closest("details")) if (box.tagName === "DETAILS") box.open = true;
    item?.scrollIntoView({ block: "nearest" });
  });

  // -- copying a place ---------------------------------------------------------------------------

  const copy = async (place, shown) => {
    try {
      await navigator.clipboard.writeText(place);
      say(`已复制 ${place}`);
    } catch {
      if (shown) getSelection().selectAllChildren(shown);
      say(shown ? "浏览器不让复制：位置已经选中，请按 Ctrl-C" : place);
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.copy");
    if (button) copy(button.dataset.copy, button.parentElement.querySelector(".place"));
  });

  // What the server does on this machine: only for a page of its own, and it says what it did.
  const act = async (name, more = {}) => {
    const query = new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(location.search)), ...more });
    try {
      const answer = await fetch(`${base}${name}?${query}`, { method: "POST" });
      return answer.ok ? await answer.text() : null;
    } catch {
      return null; // the stream of events tells that the connection is lost
    }
  };

  sheets.addEventListener("click", async (event) => {
    const part = event.target.closest("[data-block]");
    if (!part || event.detail > 1 || event.target.closest("mark[data-finding]")) return;
    if (!getSelection().isCollapsed) return;
    const place = await act("place", { block: part.dataset.block });
    if (place) copy(place);
    else if (place === "") say("这一段由程序写出，不在提纲的哪一行");
  });

  byId("downloads").addEventListener("click", async (event) => {
    if (!event.target.closest("#word")) return;
    const name = await act("word");
    say(name ? `正在打开 ${name}` : "没有打开：旁边要有起草好的 Word 文稿");
  });

  // -- zoom --------------------------------------------------------------------------------------

  const STEPS = [0.5, 0.67, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3];
  const KEY = "speechgen-zoom";
  const fit = byId("fit");

  const remember = (value) => {
    try {
      sessionStorage.setItem(KEY, value);
    } catch {} // a browser that keeps nothing
  };

  const scale = () => {
    const sheet = sheets.querySelector(".sheet");
    const paper = Number(getComputedStyle(sheets).getPropertyValue("--paper")) || 596;
    return sheet ? (sheet.getBoundingClientRect().width / paper) * 0.75 : 1;
  };

  const zoom = (to) =>
    keepingPlace(() => {
      sheets.classList.toggle("zoomed", Boolean(to));
      if (to) sheets.style.setProperty("--zoom", to);
      fit.textContent = to ? `${Math.round(to * 100)}%` : "适合宽度";
      fit.setAttribute("aria-label", to ? `${fit.textContent}，改回适合宽度` : "适合宽度");
      remember(to || "");
    });

  const step = (up) => {
    const now = scale();
    const next = up ? STEPS.find((one) => one > now * 1.02) : STEPS.findLast((one) => one < now * 0.98);
    if (next) zoom(next);
  };

  byId("smaller").addEventListener("click", () => step(false));
  byId("larger").addEventListener("click", () => step(true));
  fit.addEventListener("click", () => zoom(0));
  byId("print").addEventListener("click", () => window.print());
  byId("print-all")?.addEventListener("click", () => {
    const made = window.open(`${base}all${location.search}`);
    made?.addEventListener("load", () => made.print());
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const menu = document.querySelector(".menu[open]");
    if (event.key === "Escape" && menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    const { activeElement: at } = document;
    if (at !== document.body && !at.closest("#desk, .zoom")) return;
    if (event.key === "+" || event.key === "=") step(true);
    else if (event.key === "-") step(false);
    else if (event.key === "0") zoom(0);
  });

  document.addEventListener("click", (event) => {
    document.querySelectorAll(".menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // -- where we are in the outline ---------------------------------------------------------------

  let links = [];
  let blocks = [];
  let current = null;

  const readTree = () => {
    links = [...byId("tree").querySelectorAll("a")];
    blocks = links.map((link) => Number(link.hash.slice("#block-".length)));
    current = links.find((link) => link.hasAttribute("aria-current")) || null;
  };

  const follow = () => {
    const [first] = inSight(1, 56); // a heading that was chosen stands a little below the edge
    const here = first ? links[blocks.findLastIndex((block) => block <= Number(first.part.dataset.block))] : null;
    if (here === current) return;
    current?.removeAttribute("aria-current");
    here?.setAttribute("aria-current", "location");
    current = here;
    const pane = here?.closest(".pane");
    if (!pane || pane.scrollHeight <= pane.clientHeight) return;
    const [box, frame] = [here.getBoundingClientRect(), pane.getBoundingClientRect()];
    if (box.top < frame.top || box.bottom > frame.bottom) {
      pane.scrollBy({ top: box.top - frame.top - frame.height / 3, behavior: "instant" });
    }
  };

  let due = false;
  const scrolled = () => {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      follow();
    });
  };
  desk.addEventListener("scroll", scrolled, { passive: true });
  window.addEventListener("scroll", scrolled, { passive: true });

  // -- narrow windows ----------------------------------------------------------------------------

  const narrow = matchMedia("(width < 46rem)");
  const fold = () =>
    document.querySelectorAll(".pane > details").forEach((pane) => {
      pane.open = !narrow.matches;
    });
  narrow.addEventListener("change", fold);

  document.documentElement.classList.add("live");
  fold();
  try {
    const before = Number(sessionStorage.getItem(KEY));
    if (before > 0) zoom(before);
  } catch {} // see remember()
  readTree();
  follow();
  byId("papers").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  listen();
})();
