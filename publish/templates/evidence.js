// The evidence of one finding: the place in the source, the equation, the row as rebuilt.

const placed = ([page, line, box], format) => {
  const parts = [];
  if (page && format !== "docx") parts.push(say("page_short", { n: page }));
  if (line) parts.push(say(format === "docx" ? "table_row_short" : "line_short", { n: line }));
  return { text: parts.join(", "), exact: box && `${parts[0]}: ${box.slice(0, 2).join(", ")} – ${box.slice(2).join(", ")} pt` };
};

const sameCell = (one, other) => Boolean(one && other) && one.every((part, i) => part === other[i]);

class Evidence {
  constructor(finding) {
    this.finding = finding;
    this.batch = finding.batch;
    this.shots = [];
  }

  element() {
    const { finding } = this;
    const sections = [this.told(), this.source(), make("div", { class: "columns" }, this.equation(), this.rows())];
    return make("section", { class: "evidence", "aria-label": finding.name() }, sections);
  }

  told() {
    const { finding, batch } = this;
    const [title, period, unit, form] = batch.tables[finding.table] || ["", "", "", ""];
    const facts = [
      ["document", batch.path],
      finding.place() && ["place", finding.place()],
      title && ["title_of_table", title],
      period && ["period", period],
      unit && ["unit", word("unit", unit)],
      form && ["form", form],
      ["rule", `${word("rule", finding.rule)} (${finding.rule})`],
      finding.cause && ["cause", word("cause", finding.cause)],
      finding.suggestion && ["suggestion", say("should_read", { value: numeral(finding.suggestion) })],
    ].filter(Boolean);
    const others = finding.alternatives ? say("others", { n: finding.alternatives }) : null;
    return [
      make("p", { class: "says" }, finding.message[spoken()]),
      finding.explanation && make("p", { class: "says why" }, finding.explanation[spoken()]),
      others && make("p", { class: "muted" }, others),
      make("dl", { class: "facts" }, facts.map(([key, text]) => make("div", {}, make("dt", {}, say(key)), make("dd", {}, text)))),
      make("p", { class: "small" }, make("a", { href: `#${finding.id}` }, say("permalink"), ` ${finding.id}`)),
    ];
  }

  source() {
    const { finding } = this;
    const pictures = (finding.pictures || []).map((picture) => this.picture(picture));
    const lines = finding.lines && this.lines();
    const unseen = finding.unseen && make("p", { class: "notice" }, say(`unseen_${finding.unseen}`));
    if (!pictures.length && !lines && !unseen) return null;
    const head = make("h4", {}, say(lines ? "source_lines" : "picture"));
    return make("div", { class: "source" }, head, pictures, pictures.length > 0 && this.key(), lines, unseen);
  }

  picture([name, page, [x0, top, x1, bottom], marks]) {
    const [width, height] = [x1 - x0, bottom - top];
    const place = { x: x0, y: top, width, height };
    const data = document.getElementById(name).textContent;
    const image = draw("image", { ...place, href: `data:image/webp;base64,${data}`, preserveAspectRatio: "none" });
    const alt = say("picture_alt", { path: this.batch.path, page });
    const outlines = marks.map(([kind, ...rest]) => outline(kind, rest));
    const attributes = { class: "shot", viewBox: `${x0} ${top} ${width} ${height}`, role: "img", "aria-label": alt };
    const shot = draw("svg", attributes, image, outlines);
    // about as large as in print, and on a narrow screen to be scrolled rather than shrunk
    shot.style.maxWidth = `${Math.round(width * 1.6)}px`;
    shot.style.minWidth = `${Math.round(Math.min(width, 560))}px`;
    this.shots.push({ page, box: [x0, top, x1, bottom], shot });
    const scroller = make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": alt }, shot);
    return make("figure", {}, scroller, make("figcaption", { class: "small muted" }, `${this.batch.path}, ${say("page_short", { n: page })}`));
  }

  key() {
    const sample = (kind) => draw("svg", { class: "key", viewBox: "0 0 16 10", "aria-hidden": "true" }, outline(kind, [1, 1, 15, 9]));
    const kinds = ["suspect", "place", "term"].filter((kind) =>
      this.finding.pictures.some(([, , , marks]) => marks.some(([is]) => is === kind)),
    );
    return make("ul", { class: "legend" }, kinds.map((kind) => make("li", {}, sample(kind), say(`mark_${kind}`))));
  }

  lines() {
    const { finding } = this;
    const terms = finding.equation || [];
    const named = new Set([finding.line, ...terms.map(([, , , , , place]) => place && place[1])]);
    const suspected = terms.find(([, , , , cell]) => sameCell(cell, finding.suspect));
    const kind = (number) => (suspected && suspected[5] && suspected[5][1] === number ? "marked suspect" : named.has(number) && "marked");
    const apart = (i) => i > 0 && finding.lines[i][0] > finding.lines[i - 1][0] + 1 && "apart";
    const rows = finding.lines.map(([number, text], i) =>
      make("tr", { class: [kind(number), apart(i)].filter(Boolean).join(" ") || null }, make("th", { scope: "row" }, String(number)), make("td", {}, make("code", {}, text))),
    );
    return make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": say("source_lines") }, make("table", { class: "lines" }, make("tbody", {}, rows)));
  }

  equation() {
    const { finding, batch } = this;
    if (!finding.equation) return null;
    const line = ([label, sign, value, raw, cell, place], i) => {
      const suspected = sameCell(cell, finding.suspect);
      const mark = suspected && (finding.suggestion ? say("should_read", { value: numeral(finding.suggestion) }) : say("here"));
      const name = cell && label === cell[1] ? word("source", label) : label;
      const shown = value === undefined || value === null ? raw.replace(/\s+/g, " ") || "–" : numeral(value);
      return make(
        "tr",
        { class: suspected ? "suspect" : i === 0 && "place" },
        make("td", { class: "sign" }, i === 0 ? "" : sign < 0 ? "−" : i === 1 ? "=" : "+"),
        make("th", { scope: "row", title: name }, this.pointer(name, place)),
        make("td", { class: "number" }, shown, mark && make("small", {}, mark)),
        make("td", { class: "small" }, place ? placed(place, batch.format).text : ""),
      );
    };
    const total = (label, value) =>
      make("tr", { class: "result" }, make("td"), make("th", { scope: "row" }, label), make("td", { class: "number" }, numeral(value)), make("td"));
    const sums = ["row_sum", "group_sum", "column_total", "subtotal", "child_sum"].includes(finding.rule);
    const body = [...finding.equation.map(line), total(say(sums ? "added_up" : "expected"), finding.expected), total(say("apart"), finding.difference)];
    const heads = ["", say("term"), say("value"), say("place")].map((text) => make(text ? "th" : "td", { scope: text && "col" }, text));
    return make(
      "div",
      { class: "block" },
      make("h4", {}, say("equation")),
      make("table", { class: "equation" }, make("thead", {}, make("tr", {}, heads)), make("tbody", {}, body)),
      finding.more > 0 && make("p", { class: "small muted" }, say("more_terms", { n: finding.more })),
    );
  }

  rows() {
    const { finding } = this;
    const own = finding.item();
    const suspected = finding.suspect && finding.suspect[0] !== finding.row && finding.rowAt(finding.suspect[0]);
    if (!own && !suspected) return make("p", { class: "muted" }, say("no_row"));
    return make("div", { class: "block" }, own && this.row(own, "rebuilt"), suspected && this.row(suspected, "rebuilt_suspect"));
  }

  row(row, key) {
    const { format } = this.batch;
    const names = ["activity", "deadline", "executor", "result"];
    const texts = row.texts.map((text, i) => text && make("div", {}, make("dt", {}, say(names[i])), make("dd", { lang: "uk" }, text)));
    const number = row.number ? `№ ${row.number} · ` : "";
    const where = `${number}${word("role", row.role)} · ${say("row_short", { n: row.row })} · ${placed(row.place, format).text}`;
    const sources = [...new Set(row.amounts.map(([source]) => source))];
    const measures = ["plan_year", "plan", "fact", "deviation", "percent"].filter((measure) => row.amounts.some((amount) => amount[1] === measure));
    const heads = [make("td"), measures.map((measure) => make("th", { scope: "col", class: "number" }, word("measure", measure)))];
    const lines = sources.map((source) => {
      const cells = measures.map((measure) => this.amount(row, row.amounts.find((amount) => amount[0] === source && amount[1] === measure)));
      return make("tr", {}, make("th", { scope: "row" }, word("source", source)), cells);
    });
    return [
      make("h4", {}, say(key)),
      make("p", { class: "small muted" }, where),
      make("dl", { class: "facts texts" }, texts.filter(Boolean)),
      lines.length > 0 && make("div", { class: "scroll" }, make("table", { class: "rebuilt" }, make("thead", {}, make("tr", {}, heads)), make("tbody", {}, lines))),
    ];
  }

  amount(row, amount) {
    if (!amount) return make("td");
    const [source, measure, value, state, raw, placement, place] = amount;
    const { finding, batch } = this;
    const cell = [row.row, source, measure];
    const named = (finding.equation || []).some((term) => sameCell(term[4], cell));
    const kind = sameCell(finding.suspect, cell) ? "suspect" : sameCell([finding.row, finding.source, finding.measure], cell) ? "place" : named ? "term" : null;
    const bare = raw.replace(/\s+/g, " ").trim();
    const text = state === "reported" ? numeral(value) : bare || "·";
    const printed = state === "reported" && bare.replace(/\s/g, "") !== value.replace(".", ",") && bare;
    const at = placed(place, batch.format);
    const title = [state !== "reported" && word("state", state), word("placement", placement), at.exact || at.text].filter(Boolean).join("; ");
    // the row's own place stands above it once
    const elsewhere = at.text !== placed(row.place, batch.format).text && at.text;
    const small = [printed && `«${printed}»`, elsewhere].filter(Boolean).join(" ");
    return make("td", { class: kind ? `number ${kind}` : "number", title }, this.pointer(text, place), small && make("small", {}, small));
  }

  // A text that shows its place in the pictures, where it is in one of them.
  pointer(text, place) {
    const [page, , box] = place || [];
    const there = box && this.shots.find((one) => one.page === page && meet(one.box, box));
    if (!there) return make("span", { class: "label" }, text);
    let mark = null;
    const away = () => {
      if (mark) mark.remove();
      mark = null;
    };
    const point = () => {
      away();
      mark = outline("pointed", box);
      there.shot.append(mark);
    };
    const go = () => {
      point();
      there.shot.scrollIntoView({ block: "nearest" });
    };
    return make("button", { type: "button", class: "pointer", onclick: go, onfocus: point, onblur: away, onmouseenter: point, onmouseleave: away }, text);
  }
}

const outline = (kind, [x0, top, x1, bottom, text]) =>
  draw("rect", { class: `mark ${kind}`, x: x0, y: top, width: x1 - x0, height: bottom - top }, text ? draw("title", {}, text) : null);

const meet = (one, other) => one[0] < other[2] && one[2] > other[0] && one[1] < other[3] && one[3] > other[1];
