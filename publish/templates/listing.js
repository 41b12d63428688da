// A long list as a table in pages, sorted by its columns' heads.

class Listing {
  // `columns`: {key, cell(item), order(item)?, number?}; `detail(item)` gives what opens below a row.
  constructor(host, { columns, size, detail, name }) {
    Object.assign(this, { host, columns, size, detail, name });
    this.items = [];
    this.first = 0;
    this.sorted = null;
    this.descending = false;
    this.opened = new Set();
  }

  show(items) {
    this.items = items;
    this.first = 0;
    this.render();
  }

  ordered() {
    const column = this.columns.find((one) => one.key === this.sorted);
    if (!column) return this.items;
    const turn = this.descending ? -1 : 1;
    const keyed = this.items.map((item) => [column.order(item), item]);
    const empty = (key) => key === null || key === undefined || key === "";
    // what has no value stands last either way
    keyed.sort(([a], [b]) => {
      if (empty(a) || empty(b)) return empty(a) - empty(b);
      return turn * (typeof a === "number" ? a - b : a.localeCompare(b, "uk"));
    });
    return keyed.map(([, item]) => item);
  }

  // Bring an item into view and open it; whether it is in the list.
  reveal(item) {
    const at = this.ordered().indexOf(item);
    if (at < 0) return false;
    this.first = Math.floor(at / this.size) * this.size;
    this.opened.add(item);
    this.render();
    const button = this.host.querySelector(`[data-item="${item.key}"]`);
    button.focus({ preventScroll: true });
    button.closest("tr").scrollIntoView({ block: "start" });
    return true;
  }

  render() {
    this.rows = this.ordered();
    const shown = this.rows.slice(this.first, this.first + this.size);
    const head = make("tr", {}, this.columns.map((column) => this.head(column)));
    const body = make("tbody", {}, shown.flatMap((item) => this.row(item)));
    const table = make("table", { class: `list ${this.name}` }, make("thead", {}, head), body);
    this.host.replaceChildren(this.pager(false), make("div", { class: "scroll" }, table), this.pager(true));
  }

  head(column) {
    const label = say(column.label || column.key);
    if (!column.order) return make("th", { scope: "col" }, label);
    const here = this.sorted === column.key;
    const order = here ? (this.descending ? "descending" : "ascending") : "none";
    const sort = () => {
      // up, down, and back to the order of the page
      if (!here) [this.sorted, this.descending] = [column.key, Boolean(column.number)];
      else if (this.descending === Boolean(column.number)) this.descending = !this.descending;
      else this.sorted = null;
      this.first = 0;
      this.render();
      this.host.querySelector(`[data-sort="${column.key}"]`).focus();
    };
    const arrow = make("span", { class: "arrow", "aria-hidden": "true" }, here ? (this.descending ? "▼" : "▲") : "↕");
    const button = make("button", { type: "button", "data-sort": column.key, onclick: sort }, label, arrow);
    // browsers do not repeat a button in the head of each printed page
    const printed = make("span", { class: "printed", "aria-hidden": "true" }, label);
    return make("th", { scope: "col", "aria-sort": order, class: column.number && "number" }, button, printed);
  }

  row(item) {
    const cells = this.columns.map((column, i) => {
      const label = say(column.label || column.key);
      const content = column.cell(item);
      const inside = i === 0 && this.detail ? [this.opener(item), content] : content;
      return make("td", { class: column.number ? "number" : column.key, "data-label": label }, inside);
    });
    const row = make("tr", { class: item.severity && `is-${item.severity}` }, cells);
    return this.opened.has(item) ? [row, this.detailRow(item)] : [row];
  }

  opener(item) {
    const open = this.opened.has(item);
    const toggle = (event) => {
      const row = event.currentTarget.closest("tr");
      if (this.opened.delete(item)) row.nextElementSibling.remove();
      else {
        this.opened.add(item);
        row.after(this.detailRow(item));
      }
      row.replaceWith(...[this.row(item)[0]]);
      this.host.querySelector(`[data-item="${item.key}"]`).focus();
    };
    const attributes = {
      type: "button",
      class: "opener",
      "data-item": item.key,
      "aria-expanded": String(open),
      "aria-controls": open && `evidence-${item.key}`,
      "aria-label": `${say(open ? "close" : "open")}: ${item.name()}`,
      title: say(open ? "close" : "open"),
      onclick: toggle,
    };
    return make("button", attributes, make("span", { "aria-hidden": "true" }, open ? "−" : "+"));
  }

  detailRow(item) {
    const inside = make("td", { colspan: this.columns.length }, this.detail(item));
    return make("tr", { class: "detail", id: `evidence-${item.key}` }, inside);
  }

  pager(below) {
    const count = this.rows.length;
    const last = Math.min(this.first + this.size, count);
    const text = count
      ? say("shown_of", { from: numeral(String(this.first + 1)), to: numeral(String(last)), count: numeral(String(count)) })
      : say("none_fit");
    const turn = (by) => () => {
      this.first += by;
      this.render();
      if (below) this.host.scrollIntoView({ block: "start" });
    };
    const step = (key, by, possible) =>
      make("button", { type: "button", disabled: !possible, onclick: turn(by) }, say(key));
    const steps = count > this.size && [
      step("previous", -this.size, this.first > 0),
      step("next", this.size, last < count),
    ];
    if (below && !steps) return make("div");
    return make("div", { class: "pager" }, make("span", { role: below ? null : "status" }, text), steps);
  }
}
