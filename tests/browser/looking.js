// What is looked at inside a page. Each function gives a list of what is wrong, in words; empty: nothing.
(() => {
  const called = (element) => {
    const text = (element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
    return `<${element.tagName.toLowerCase()}${element.className ? "." + element.className : ""}> "${text}"`;
  };
  const unseen = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (style.position === "absolute" && (style.clipPath !== "none" || each.getBoundingClientRect().right <= 0)) return true;
    }
    return !element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  };
  const squeezed = (text) => text.replace(/\s+/g, "");

  const look = {};

  // Several of these at once: the name of each, where that is, and what else it is told.
  look.all = async (asked) => {
    const all = [];
    for (const [check, where, ...given] of asked) {
      const found = await look[check](...given);
      if (found && found.length) all.push([check, where || "", found]);
    }
    return all;
  };

  // Whether an element is an item of a list of which nothing but the mark stands out, as Firefox has it right of Arabic.
  const marked = (each) => {
    const range = document.createRange();
    range.selectNodeContents(each);
    return getComputedStyle(each).display === "list-item" && range.getBoundingClientRect().right <= each.getBoundingClientRect().right + 1;
  };

  // WCAG 2.2, 1.4.10 Reflow: nobody scrolls two ways.
  look.width = () => {
    const root = document.scrollingElement, found = [];
    if (root.scrollWidth > innerWidth) found.push(`is ${root.scrollWidth} px wide on a screen of ${innerWidth}`);
    for (const each of document.body.querySelectorAll("*")) {
      const box = each.getBoundingClientRect();
      if (box.right > innerWidth + 1 && box.width && !unseen(each)) found.push(`sticks out to ${Math.round(box.right)} of ${innerWidth} px: ${called(each)}`);
      if (each.scrollWidth > each.clientWidth + 1 && each.clientWidth && !["inline", "contents"].includes(getComputedStyle(each).display) && !marked(each) && !unseen(each)) found.push(`is cut off or overflows: ${called(each)}`);
    }
    return found.slice(0, 5);
  };

  // Lines of text that lie upon each other. Of a line only the middle counts: ascenders may touch.
  look.overlaps = () => {
    const boxes = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.data.trim() || unseen(node.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const box of range.getClientRects()) boxes.push({ node, left: box.left + 1, right: box.right - 1, top: box.top + box.height / 4, bottom: box.bottom - box.height / 4 });
    }
    boxes.sort((one, other) => one.top - other.top);
    const found = [];
    boxes.forEach((one, index) => {
      for (let next = index + 1; next < boxes.length && boxes[next].top < one.bottom; next++) {
        const other = boxes[next];
        if (one.node !== other.node && one.left < other.right && other.left < one.right) found.push(`lies on other text: ${called(one.node.parentElement)} and ${called(other.node.parentElement)}`);
      }
    });
    return found.slice(0, 5);
  };

  // What one sees before anything is moved: the head, and the first date or text below the title.
  look.sight = (usual) => {
    const wanted = ["h1", "#next ~ .when", "article > .when", "main time, main h1 ~ p, main li"], found = [];
    if (usual) wanted.push("h1 + .lead", ".card .button", "article .button", "#next ~ p:not(.screen)");
    for (const each of wanted) {
      const there = document.querySelector(each), bottom = there ? there.getBoundingClientRect().bottom : 0;
      const long = there && there.matches("p:not(.when, .lead)") && there.textContent.length > 400; // one may read on
      if (bottom > innerHeight && !long) found.push(`is not in sight, as it ends at ${Math.round(bottom)} of ${innerHeight} px: ${called(there)}`);
    }
    const head = document.querySelector("header").getBoundingClientRect().bottom;
    if (head > 96) found.push(`has a head of ${Math.round(head)} px`);
    const [one, other] = [...document.querySelectorAll(".columns > div")].map((each) => each.getBoundingClientRect().left);
    if (one < other !== innerWidth > 1000) found.push("has the wrong number of columns");
    return other === undefined ? found.filter((each) => !each.endsWith("columns")) : found;
  };

  // A page without a picture comes at once on a slow line.
  look.weight = () => {
    const all = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
    const bytes = all.reduce((sum, each) => sum + each.decodedBodySize, 0);
    return all.length <= 6 && bytes <= 30000 ? [] : [`asks ${all.length} times for ${bytes} bytes`];
  };

  // Where a system forces its own few colours, what is a button by its ground alone still has an edge.
  look.forced = () => {
    const edged = (each) => ["top", "bottom"].every((side) => parseFloat(getComputedStyle(each)[`border-${side}-width`]) >= 1 && channels(getComputedStyle(each)[`border-${side}-color`])[3] !== 0);
    const bare = [...document.querySelectorAll("main a")].filter((each) => getComputedStyle(each).textDecorationLine === "none" && !each.closest("td") && !edged(each));
    return bare.filter((each) => !unseen(each)).map((each) => `is known by its colour alone: ${called(each)}`);
  };

  // All text is there for the eye, in the order in which the file has it.
  look.text = () => {
    const copy = document.body.cloneNode(true);
    copy.querySelectorAll("script, style, template").forEach((each) => each.remove());
    // what leads to the other pages below is there where they stand below, and nowhere else
    document.querySelectorAll(".menu").forEach((each, at) => getComputedStyle(each).display === "none" && copy.querySelectorAll(".menu")[at].remove());
    const read = squeezed(document.body.innerText), stands = squeezed(copy.textContent);
    if (read === stands) return [];
    let at = 0;
    while (read[at] === stands[at]) at++;
    return [`shows "${read.slice(at, at + 40)}" where the file has "${stands.slice(at, at + 40)}"`];
  };

  // A page below es/ says that it is Spanish, so that it is read out as such.
  look.language = (language) => {
    const said = document.documentElement.lang;
    return said.split("-")[0] === language ? [] : [`says that it is in "${said}"`];
  };

  // What a reader's own style sheet adds.
  look.restyle = (text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  };

  // For prefers-reduced-motion: nothing moves by itself, nor when it is pointed at.
  look.motion = () => {
    const moves = (each) => {
      const style = getComputedStyle(each), lasts = `${style.transitionDuration}, ${style.animationDuration}`;
      return lasts.split(", ").some((time) => parseFloat(time) > 0.01) || style.scrollBehavior === "smooth";
    };
    return [...document.querySelectorAll("*")].filter(moves).map((each) => `moves: ${called(each)}`);
  };

  // Nothing that runs, loads a frame or takes input stands in the file itself.
  look.inert = () => {
    const found = [...document.querySelectorAll('script:not([type="application/ld+json"]), iframe, object, embed, form, base')];
    for (const each of document.querySelectorAll("*")) if ([...each.attributes].some((one) => /^on/i.test(one.name))) found.push(each);
    return found.map((each) => `is not inert: ${called(each)}`);
  };

  // What the keyboard must reach, and a record of what it does.
  const reachable = () =>
    [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex], [contenteditable]")].filter((each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility());
  let steps = [];
  const channels = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
  const light = (colour) => {
    const [r, g, b] = channels(colour).map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let each = element.parentElement; each; each = each.parentElement) {
      const colour = getComputedStyle(each).backgroundColor, alpha = channels(colour)[3];
      if (alpha === undefined || alpha > 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const mark = (element) => {
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return "has no mark of focus";
    const [one, other] = [light(style.outlineColor), light(ground(element))].sort((a, b) => b - a);
    if ((one + 0.05) / (other + 0.05) < 3) return "has a mark of focus that is hardly seen";
    if (box.right <= 0 || box.bottom <= 0 || box.left >= innerWidth || box.top >= innerHeight || box.width < 2) return "has focus outside the screen";
    return "";
  };
  // What would make a page's order or its colours other than those of its kind; and that focus is seen, as if by Tab.
  look.order = () => {
    const found = [...document.querySelectorAll("[style]")].map((each) => `has a style of its own: ${called(each)}`);
    for (const each of reachable()) {
      if (each.tabIndex > 0) found.push(`has a place of its own: ${called(each)}`);
      each.focus({ focusVisible: true });
      const wrong = mark(each);
      if (wrong) found.push(`${wrong}: ${called(each)}`);
    }
    document.activeElement.blur();
    scrollTo(0, 0);
    return found.slice(0, 9);
  };

  look.keys = () => {
    steps = [];
    document.addEventListener("focusin", (event) => steps.push({ element: event.target, wrong: mark(event.target) }));
    return reachable().length;
  };
  look.stepped = () => {
    const expected = reachable(), found = [];
    expected.forEach((each, index) => {
      const step = steps[index];
      if (!step || step.element !== each) found.push(`Tab ${index + 1} goes to ${step ? called(step.element) : "nothing"} and not to ${called(each)}`);
      else if (step.wrong) found.push(`${step.wrong}: ${called(each)}`);
    });
    if (steps.length > expected.length && steps[expected.length].element !== expected[0]) found.push(`after the last link Tab goes to ${called(steps[expected.length].element)}`);
    return found.slice(0, 5);
  };

  // The skip link has just been followed.
  look.skipped = () => {
    const main = document.querySelector("main"), there = document.activeElement === main;
    return there && main.getBoundingClientRect().top < innerHeight ? [] : [`the skip link leads to ${called(document.activeElement)}`];
  };

  // A month's grid: the last of its days that leads somewhere gets focus, is followed, and Tab goes on from there.
  look.gridded = () => {
    const last = [...document.querySelectorAll(".month a")].pop();
    if (last) last.focus();
    return Boolean(last);
  };
  look.landed = () => {
    const there = document.querySelector(":target"), top = there ? there.getBoundingClientRect().top : -1; // which may lie between two pixels
    if (top <= -1 || top >= innerHeight) return ["a day of the grid does not bring its meetings into sight"];
    return there.contains(document.activeElement) ? [] : [`from a day of the grid Tab leads to ${called(document.activeElement)}`];
  };

  // The page without its style sheet.
  look.plain = () => {
    for (const sheet of document.styleSheets) sheet.disabled = true;
  };

  // On paper: the text without what only a screen can use, which is lines of links.
  look.print = () => {
    const found = [...document.querySelectorAll("nav, .skip, .screen")].filter((each) => each.checkVisibility()).map((each) => `is printed: ${called(each)}`);
    const main = document.querySelector("main"), copy = main.cloneNode(true);
    for (const each of copy.querySelectorAll(".screen")) each.querySelector("a") ? each.remove() : found.push(`is not printed: ${called(each)}`);
    if (squeezed(main.innerText) !== squeezed(copy.textContent)) found.push("is not printed whole");
    return found;
  };

  // axe-core's findings by all rules with the tags but those named, or by those alone; what it could not decide on contrast counts too, unless nobody sees it.
  look.barriers = async (tags, rules) => {
    const without = Object.fromEntries(rules.map((each) => [each, { enabled: false }]));
    const options = tags ? { runOnly: { type: "tag", values: tags }, rules: without } : { runOnly: { type: "rule", values: rules } };
    const { violations, incomplete } = await axe.run(document, { ...options, preload: false, resultTypes: ["violations", "incomplete"] });
    const open = incomplete.filter((each) => each.id === "color-contrast");
    const told = (each) => each.nodes.slice(0, 3).map((node) => `${each.id}: ${each.help}: ${node.html.slice(0, 120)}: ${(node.any[0] || node.all[0] || node.none[0] || {}).message || ""}`);
    return [...violations.flatMap(told), ...open.flatMap(told)];
  };

  window.look = look;
})();
