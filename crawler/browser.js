/* Runs in every page before its own scripts. It keeps the page from leaving or sending anything, knows when the page has
   come to rest, opens its controls one by one, and keeps a copy of all that was ever shown. `words` is handed in. */
((words) => {
  const api = {};
  Object.defineProperty(window, "__shown", { value: api });

  // ---- nothing leaves the page
  const gone = [];
  const note = (address) => {
    try { gone.push(new URL(String(address), document.baseURI).href); } catch { /* no address */ }
    return null;
  };
  window.open = (address) => (address ? note(address) : null);
  window.print = window.alert = () => undefined;
  window.confirm = () => false;
  window.prompt = () => null;
  HTMLFormElement.prototype.submit = HTMLFormElement.prototype.requestSubmit = () => undefined;
  window.addEventListener("submit", (event) => { event.preventDefault(); event.stopImmediatePropagation(); }, true);
  navigator.sendBeacon = () => true;
  class Silent extends EventTarget { constructor() { super(); this.readyState = 0; } close() {} send() {} }
  for (const name of ["WebSocket", "EventSource", "RTCPeerConnection", "webkitRTCPeerConnection", "WebTransport"]) {
    if (name in window) window[name] = Silent;
  }
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (how) { return attach.call(this, { ...how, mode: "open" }); };

  // ---- when it rests: short timers that the page itself set, and changes of its content
  const setTimer = window.setTimeout, clearTimer = window.clearTimeout, live = new Set();
  let level = 0, changed = performance.now();
  window.setTimeout = function (act, wait, ...rest) {
    const depth = level + 1;
    const id = setTimer.call(window, () => {
      live.delete(id);
      const before = level;
      level = depth;
      try { if (typeof act === "function") act.apply(window, rest); else (0, eval)(String(act)); } finally { level = before; }
    }, wait);
    if (depth <= 3 && (Number(wait) || 0) <= 4000) live.add(id);
    return id;
  };
  window.clearTimeout = (id) => { live.delete(id); clearTimer.call(window, id); };
  new MutationObserver(() => { changed = performance.now(); })
    .observe(document, { childList: true, characterData: true, subtree: true });
  api.state = () => ({ quiet: performance.now() - changed, timers: live.size, ready: document.readyState !== "loading" });

  // ---- which elements listen to a click
  const listening = new WeakSet(), listen = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (kind, ...rest) {
    if (kind === "click" && this instanceof Element && this !== document.body && this !== document.documentElement) listening.add(this);
    return listen.call(this, kind, ...rest);
  };

  // ---- words
  const squeeze = (text) => text.toLowerCase().replace(/\s+/g, "").replace(/^[.…»›>«<:!▼▾▸►]+|[.…»›>«<:!▼▾▸►]+$/g, "");
  const silent = new Set(["SCRIPT", "STYLE", "TEMPLATE", "NOSCRIPT"]);
  const said = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || silent.has(node.tagName)) return "";
    return Array.from((node.shadowRoot || node).childNodes, said).join(" ");
  };
  const text = (node) => said(node).replace(/\s+/g, " ").trim();
  const names = (element) => new Set(
    `${element.getAttribute("class") || ""} ${element.id || ""} ${element.getAttribute("onclick") || ""} ${element.getAttribute("data-toggle") || ""} ${element.getAttribute("data-bs-toggle") || ""}`
      .replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase().split(/[^a-z]+/).filter(Boolean));
  const has = (list, word) => list.includes(word);
  const within = (element, selector) => {
    for (let at = element; at; at = at.parentElement || (at.getRootNode() || {}).host) if (at.matches && at.matches(selector)) return at;
    return null;
  };
  const all = function* (root) {
    for (const element of root.children) {
      yield element;
      if (element.shadowRoot) yield* all(element.shadowRoot);
      yield* all(element);
    }
  };

  // ---- controls
  const CONTROL = "summary, button, [role=tab], [role=button], [onclick], [data-toggle], [data-bs-toggle], [data-target], [data-bs-target], "
    + "[aria-controls], [aria-expanded=false], [hx-get], [data-hx-get], [data-url], [data-remote], [data-ajax], [data-load], [data-tab], a[href^='#'], a[href^='javascript:' i], a:not([href])";
  const isRoute = (element) => /^#[/!]/.test(element.getAttribute("href") || "");
  const emptyPart = (part) => !text(part) && !part.querySelector("a[href], img, iframe, embed, object, video");
  const reference = (element) => {
    for (const name of ["data-bs-target", "data-target", "aria-controls", "href"]) {
      const id = (element.getAttribute(name) || "").replace(/^#/, "");
      const part = id && document.getElementById(id);
      if (part && part !== element) return part;
    }
    return null;
  };
  const opensSomething = (element) => {
    if (element.tagName === "SUMMARY") return element.parentElement && element.parentElement.tagName === "DETAILS" && !element.parentElement.open;
    if (element.tagName === "A" && /^(?!#|javascript:)./i.test((element.getAttribute("href") || "").trim())) return false;
    if (element.tagName === "A" && element.getAttribute("href") === "#" && !listening.has(element) && !element.matches(CONTROL.replace("a[href^='#'], ", ""))) return false;
    const part = reference(element);
    return !part || emptyPart(part);
  };
  const isAllowed = (element) => {
    if (element.disabled || element.hasAttribute("download") || element.type === "submit" && element.form) return false;
    if (element.tagName === "INPUT" || element.tagName === "SELECT" || element.isContentEditable) return false;
    if (isRoute(element)) return true;
    if (within(element, "nav, header, footer, [role=navigation], [role=banner], [role=contentinfo]")) return false;
    for (const name of names(element)) if (has(words.idle_names, name)) return false;
    const label = squeeze(text(element));
    return label.length > 0 && label.length <= 200 && !has(words.idle_words, label);
  };
  const isControl = (element) => (element.matches(CONTROL) || listening.has(element)) && opensSomething(element) && isAllowed(element)
    && !(listening.has(element) && !element.matches(CONTROL) && element.querySelectorAll("a[href], button, [onclick]").length > 1);
  const caption = (element) => {
    const own = text(element);
    const word = squeeze(own);
    if (!has(words.generic, word) && !has(words.more, word)) return own.slice(0, 200);
    const row = within(element, "tr, li, dd, p");
    const around = row ? text(row).replace(own, "").trim() : "";
    return around.slice(0, 200);
  };
  const pressed = new Map();
  let current = null;
  api.next = () => {
    const counts = new Map();
    for (const element of all(document)) {
      if (!isControl(element)) continue;
      const kind = `${element.tagName}|${text(element)}|${element.getAttribute("href") || ""}|${element.getAttribute("onclick") || ""}`;
      const count = (counts.get(kind) || 0) + 1;
      counts.set(kind, count);
      const key = `${kind}|${count}`;
      const isMore = has(words.more, squeeze(text(element)));
      const times = pressed.get(key) || 0;
      if (times && !(isMore && times < 10 && pressed.get(key + "|brought"))) continue;
      pressed.set(key, times + 1);
      pressed.delete(key + "|brought");
      current = { element, key, caption: caption(element), isMore };
      return current.caption || text(element);
    }
    return null;
  };
  api.press = () => {
    const { element } = current;
    if (element.tagName === "SUMMARY") element.parentElement.open = true;
    else {
      for (const kind of ["pointerdown", "mousedown", "pointerup", "mouseup"]) element.dispatchEvent(new MouseEvent(kind, { bubbles: true, cancelable: true, view: window }));
      element.click();
    }
  };

  // ---- a copy of all that was ever shown
  const paper = document.implementation.createHTMLDocument("");
  const copies = new WeakMap(), known = new Set(), lastAt = new Map();
  const STRUCTURE = new Set(["TABLE", "TBODY", "THEAD", "TFOOT", "TR", "UL", "OL", "DL", "SELECT"]);
  const signature = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const words = node.data.replace(/\s+/g, " ").trim();
      return words && !silent.has((node.parentNode || {}).tagName) ? "t" + words : "";
    }
    if (node.tagName === "A" && node.hasAttribute("href")) return `a${node.getAttribute("href")}|${text(node)}`;
    if (/^(IFRAME|FRAME|EMBED)$/.test(node.tagName)) return "f" + (node.getAttribute("src") || "");
    if (node.tagName === "OBJECT") return "f" + (node.getAttribute("data") || "");
    return "";
  };
  const inner = (element) => {
    if (element.tagName === "IFRAME" || element.tagName === "FRAME") {
      try {
        const frame = element.contentDocument;
        const own = frame && frame.body && !/^https?:/.test(frame.location.href);
        return own ? Array.from(frame.body.childNodes) : [];
      } catch { return []; }
    }
    if (element.tagName === "SLOT" && element.assignedNodes().length) return element.assignedNodes();
    return Array.from((element.shadowRoot || element).childNodes);
  };
  const copied = (node) => {
    if (node.nodeType !== Node.ELEMENT_NODE || node.tagName === "TEMPLATE") return paper.importNode(node, true);
    const children = inner(node);
    const isFrame = /^I?FRAME$/.test(node.tagName) && children.length > 0;
    const copy = isFrame ? paper.createElement("div") : paper.importNode(node, false);
    copies.set(node, copy);
    for (const child of children) {
      const one = copied(child);
      copies.set(child, one);
      copy.appendChild(one);
    }
    return copy;
  };
  const learn = (node) => {
    let fresh = false;
    const sign = signature(node);
    if (sign && !known.has(sign)) { known.add(sign); fresh = true; }
    if (node.nodeType === Node.ELEMENT_NODE && !silent.has(node.tagName)) for (const child of inner(node)) fresh = learn(child) || fresh;
    return fresh;
  };
  const isFresh = (node) => {
    const sign = signature(node);
    if (sign && !known.has(sign)) return true;
    return node.nodeType === Node.ELEMENT_NODE && !silent.has(node.tagName) && inner(node).some(isFresh);
  };
  /* Where the page would have gone, as links of the control that was pressed. */
  const linked = (name, element) => {
    let brought = false;
    for (const address of gone.splice(0)) {
      const link = paper.createElement("a");
      link.setAttribute("href", address);
      link.textContent = name || (element ? text(element) : address);
      const sign = `a${address}|${link.textContent}`;
      if (known.has(sign)) continue;
      known.add(sign);
      brought = true;
      const copy = element && copies.get(element);
      const holder = copy && (copy.tagName === "TR" ? copy.lastElementChild : /^(LI|TD|DIV|P|DD|DT|SECTION)$/.test(copy.tagName) ? copy : null);
      if (holder) holder.append(" ", link);
      else if (copy && copy.parentNode) copy.after(" ", link);
      else paper.body.append(link);
    }
    return brought;
  };
  api.begin = (left) => {
    const root = copied(document.documentElement);
    learn(document.documentElement);
    paper.replaceChild(root, paper.documentElement);
    left.forEach(note);
    linked("", null);
  };
  /* Where a fresh part belongs: after the copy of what stood before it, or at the end of its parent's copy. */
  const placeOf = (parent, before) => {
    let at = before;
    while (at && !(copies.has(at) && copies.get(at).parentNode)) at = at.previousSibling;
    return { parent: copies.get(parent), after: at ? copies.get(at) : null };
  };
  const put = (place, made) => {
    const anchor = place.after || place.parent;
    const last = lastAt.get(anchor);
    const after = last && last.parentNode === place.parent ? last : place.after;
    if (after && after.parentNode === place.parent) place.parent.insertBefore(made, after.nextSibling);
    else if (after && after.parentNode) after.parentNode.insertBefore(made, after.nextSibling);
    else place.parent.appendChild(made);
    lastAt.set(anchor, made);
  };
  const headed = (name) => {
    const section = paper.createElement("section");
    if (name) {
      const head = paper.createElement("h4");
      head.textContent = name;
      section.appendChild(head);
    }
    return section;
  };
  /* Rows and list items under a caption of their own need their table or list around them. */
  const shellFor = (opened, parent) => {
    if (opened.shells.has(parent)) return opened.shells.get(parent);
    const chain = [];
    let at = parent;
    while (STRUCTURE.has(at.tagName) && at.parentElement && copies.has(at.parentElement)) { chain.push(at); at = at.parentElement; }
    const section = headed(opened.caption);
    let hold = section;
    for (const level of chain.reverse()) {
      const copy = paper.importNode(level, false);
      hold.appendChild(copy);
      if (level.tagName === "TABLE" && level.tHead && level.tHead !== parent && copies.has(level.tHead)) copy.appendChild(copies.get(level.tHead).cloneNode(true));
      hold = copy;
    }
    const place = chain.length ? placeOf(at, chain[0]) : placeOf(parent, parent.lastChild);
    put(place, section);
    opened.shells.set(parent, hold);
    return hold;
  };
  const gather = (opened, node) => {
    for (const child of inner(node)) {
      const mapped = copies.get(child);
      const sign = signature(child);
      if (mapped && !(sign && !known.has(sign) && child.nodeType !== Node.TEXT_NODE)) {
        if (child.nodeType === Node.ELEMENT_NODE && !silent.has(child.tagName)) { gather(opened, child); continue; }
        if (!(child.nodeType === Node.TEXT_NODE && sign && !known.has(sign))) continue;
      }
      if (!isFresh(child)) continue;
      const parent = child.parentNode.nodeType === Node.DOCUMENT_FRAGMENT_NODE ? child.parentNode.host : node;
      opened.brought = true;
      if (!mapped && (!opened.caption || opened.inPlace)) { put(placeOf(parent, child.previousSibling), copied(child)); opened.direct = true; }
      else shellFor(opened, parent).appendChild(mapped && child.nodeType === Node.TEXT_NODE ? paper.importNode(child, true) : copied(child));
      learn(child);
    }
  };
  api.collect = (left) => {
    left.forEach(note);
    const { element, key, caption: name, isMore } = current;
    const opened = { caption: isMore ? "" : name, shells: new Map(), brought: false, inPlace: isMore };
    gather(opened, document.documentElement);
    opened.brought = linked(name, element) || opened.brought;
    if (opened.brought) pressed.set(key + "|brought", 1);
    return opened.brought;
  };
  api.html = () => "<!doctype html>\n" + paper.documentElement.outerHTML;
})(__WORDS__);
