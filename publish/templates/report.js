// The page: findings and documents, their filters, the language.

const by = (id) => document.getElementById(id);
const lower = (text) => text.toLocaleLowerCase("uk");
const FACTORS = { UAH: 0.001, "thousand UAH": 1, "million UAH": 1000 };
const SEVERITIES = ["error", "warning", "note"];

class Finding {
  constructor(value, batch, position) {
    Object.assign(this, value, { batch, position, key: String(position) });
    const item = this.item();
    const texts = [batch.path, this.id, this.number, this.reported, this.expected, this.suggestion, this.source, ...this.message, ...(item ? item.texts : [])];
    // an amount is found as it is printed, with a comma, too
    const amounts = [this.reported, this.expected, this.suggestion].map((text) => text && text.replace(".", ","));
    this.sought = lower([...texts, ...amounts].filter(Boolean).join("\n"));
  }

  rowAt(index) {
    this.batch.byRow ||= new Map(this.batch.rows.map((row) => [`${row.table} ${row.row}`, row]));
    return this.batch.byRow.get(`${this.table} ${index}`);
  }

  item() {
    return this.row ? this.rowAt(this.row) : undefined;
  }

  place() {
    const parts = [
      this.page && this.batch.format !== "docx" && say("page_short", { n: this.page }),
      this.table && say("table_short", { n: this.table }),
      this.row && say("row_short", { n: this.row }),
      this.line && say(this.batch.format === "docx" ? "table_row_short" : "line_short", { n: this.line }),
    ];
    return parts.filter(Boolean).join(", ");
  }

  name() {
    return `${word("severity", this.severity)}, ${word("rule", this.rule)}, ${this.batch.path}, ${this.place()}`;
  }

  // In thousands of hryvnias where the unit is known, for sorting alone.
  sorting(text) {
    if (text === undefined) return null;
    return Math.abs(Number(text)) * (this.measure === "percent" ? 1 : FACTORS[this.unit] || 1);
  }
}

const findings = parsed("findings").flatMap((batch) => batch.findings.map((value) => [value, batch])).map(([value, batch], i) => new Finding(value, batch, i));
const documents = parsed("documents")
  .flat()
  .map(([path, format, status, pages, tables, rows, errors, warnings, present, message]) => ({ path, format, status, pages, tables, rows, errors, warnings, present, message }));
const known = { path: null };

const cellName = (finding) => [finding.source && word("source", finding.source), finding.measure && word("measure", finding.measure)].filter(Boolean).join(", ");

const findingList = new Listing(by("finding-list"), {
  name: "findings",
  size: 100,
  detail: (finding) => new Evidence(finding).element(),
  columns: [
    {
      key: "severity",
      cell: (finding) => make("span", { class: `badge ${finding.severity}` }, word("severity", finding.severity)),
      order: (finding) => SEVERITIES.indexOf(finding.severity),
    },
    {
      key: "document",
      cell: (finding) => [make("span", { class: "path" }, finding.batch.path), make("small", {}, finding.place())],
      order: (finding) => finding.batch.path,
    },
    {
      key: "message",
      cell: (finding) => {
        const item = finding.item();
        const activity = item && item.texts[0];
        const number = finding.number ? `№ ${finding.number} ` : "";
        return [
          make("span", { class: "rule" }, word("rule", finding.rule)),
          cellName(finding) && make("span", { class: "cell" }, cellName(finding)),
          make("span", { class: "message" }, finding.message[spoken()]),
          (number || activity) && make("small", { lang: "uk", class: "activity" }, number, activity),
        ];
      },
      order: (finding) => word("rule", finding.rule),
    },
    { key: "reported", number: true, cell: (finding) => numeral(finding.reported), order: (finding) => finding.sorting(finding.reported) },
    { key: "expected", number: true, cell: (finding) => numeral(finding.expected), order: (finding) => finding.sorting(finding.expected) },
    { key: "difference", number: true, cell: (finding) => numeral(finding.difference), order: (finding) => finding.sorting(finding.difference) },
    {
      key: "cause",
      cell: (finding) => [
        finding.cause && word("cause", finding.cause),
        finding.suggestion && make("small", {}, say("should_read", { value: numeral(finding.suggestion) })),
      ],
      order: (finding) => finding.cause && word("cause", finding.cause),
    },
  ],
});

const documentList = new Listing(by("document-list"), {
  name: "documents",
  size: 50,
  columns: [
    { key: "document", cell: (one) => [make("span", { class: "path" }, one.path), !one.present && make("small", {}, say("not_present"))], order: (one) => one.path },
    {
      key: "status",
      cell: (one) => [make("span", { class: `badge ${one.status}` }, word("status", one.status)), one.message && make("small", {}, one.message[spoken()])],
      order: (one) => word("status", one.status),
    },
    { key: "format", cell: (one) => one.format, order: (one) => one.format },
    ...["pages", "tables", "rows", "errors", "warnings"].map((key) => ({
      key,
      number: true,
      cell: (one) => (one[key] === null ? "" : numeral(String(one[key]))),
      order: (one) => one[key],
    })),
    {
      key: "findings",
      cell: (one) =>
        with_findings.has(one.path) &&
        make("button", { type: "button", class: "link", "aria-label": `${say("only_this")}: ${one.path}`, onclick: () => only(one.path) }, say("show")),
    },
  ],
});
const with_findings = new Set(findings.map((finding) => finding.batch.path));

const choices = {
  severity: (finding) => finding.severity,
  rule: (finding) => finding.rule,
  cause: (finding) => finding.cause,
  source: (finding) => finding.source,
};

// The choices of a filter with how many items each leaves; what is chosen stays chosen.
const offer = (select, kind, items, of) => {
  const counts = new Map();
  for (const item of items) if (of(item)) counts.set(of(item), (counts.get(of(item)) || 0) + 1);
  const chosen = select.value;
  const options = [...counts].map(([id, count]) => [id, `${word(kind, id)} (${count})`]).sort((a, b) => a[1].localeCompare(b[1], language));
  select.replaceChildren(make("option", { value: "" }, say("all")), ...options.map(([id, text]) => make("option", { value: id }, text)));
  select.value = chosen;
};

const filterFindings = () => {
  const parts = lower(by("search").value).split(/\s+/).filter(Boolean);
  const chosen = Object.entries(choices).map(([name, of]) => [by(`by-${name}`).value, of]).filter(([value]) => value);
  findingList.show(
    findings.filter(
      (finding) =>
        (known.path === null || finding.batch.path === known.path) &&
        chosen.every(([value, of]) => of(finding) === value) &&
        parts.every((part) => finding.sought.includes(part)),
    ),
  );
};

const filterDocuments = () => {
  const parts = lower(by("document-search").value).split(/\s+/).filter(Boolean);
  const status = by("by-status").value;
  documentList.show(documents.filter((one) => (!status || one.status === status) && parts.every((part) => lower(one.path).includes(part))));
};

const showOnly = () => {
  const chip = by("only-document");
  chip.hidden = known.path === null;
  const drop = make("button", { type: "button", onclick: () => only(null) }, `× ${say("reset")}`);
  chip.replaceChildren(...(known.path === null ? [] : [say("document"), ": ", make("b", {}, known.path), " ", drop]));
};

const only = (path) => {
  known.path = path;
  showOnly();
  filterFindings();
  if (path !== null) by("findings").scrollIntoView();
  by("findings").focus({ preventScroll: true });
};

const translate = (chosen) => {
  language = chosen;
  document.documentElement.lang = chosen;
  document.title = say("title");
  for (const button of document.querySelectorAll("[data-language]")) button.setAttribute("aria-pressed", String(button.dataset.language === chosen));
  for (const field of document.querySelectorAll("[data-placeholder]")) field.placeholder = say(field.dataset.placeholder);
  for (const [name, of] of Object.entries(choices)) offer(by(`by-${name}`), name, findings, of);
  offer(by("by-status"), "status", documents, (one) => one.status);
  showOnly();
  findingList.render();
  documentList.render();
};

// The finding that the address names.
const go = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  const finding = id && findings.find((one) => one.id === id);
  if (!finding) return;
  if (!findingList.items.includes(finding)) {
    by("filters").reset();
    known.path = null;
    showOnly();
    filterFindings();
  }
  findingList.reveal(finding);
};

const whenSettled = (act) => {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(act, 120);
  };
};

filterFindings();
filterDocuments();
translate(language);
by("search").addEventListener("input", whenSettled(filterFindings));
by("document-search").addEventListener("input", whenSettled(filterDocuments));
for (const name of Object.keys(choices)) by(`by-${name}`).addEventListener("change", filterFindings);
by("by-status").addEventListener("change", filterDocuments);
for (const [form, act] of [["filters", () => only(null)], ["document-filters", filterDocuments]]) {
  by(form).addEventListener("submit", (event) => event.preventDefault());
  // fields are empty only after the event
  by(form).addEventListener("reset", () => setTimeout(act));
}
for (const button of document.querySelectorAll("[data-language]")) button.addEventListener("click", () => translate(button.dataset.language));
if (by("period"))
  by("period").addEventListener("change", () => {
    for (const part of document.querySelectorAll("[data-period]")) part.hidden = part.dataset.period !== by("period").value;
  });
window.addEventListener("hashchange", go);
go();
