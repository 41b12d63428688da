// The language of the page, and numbers and words in it.

const parsed = (kind) =>
  [...document.querySelectorAll(`script[data-kind="${kind}"]`)].map((node) => JSON.parse(node.textContent));
const { languages, sentences, words } = parsed("words")[0];
let language = document.documentElement.lang;
const spoken = () => languages.indexOf(language);

// A sentence, its fields filled in.
const say = (key, fields = {}) =>
  sentences[key][spoken()].replace(/\{(\w+)\}/g, (whole, name) => (name in fields ? String(fields[name]) : whole));

// The word for an id; an id without one is its own word.
const word = (kind, id) => {
  const group = words[kind];
  return Object.hasOwn(group, id) ? group[id][spoken()] : id;
};

// An exact number as people write it: digits stay as they are, thousands stand apart.
const numeral = (text) => {
  if (text === undefined || text === null) return "";
  const [, sign, whole, rest] = /^(-?)(\d+)(.*)$/.exec(text) || [null, "", text, ""];
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return (sign ? "\u2212" : "") + apart + (language === "uk" ? rest.replace(".", ",") : rest);
};

// An element. Children that are texts become text nodes, so nothing of a document is ever read as markup.
const make = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);
const draw = (name, attributes = {}, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);
const fill = (element, attributes, children) => {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat(9).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
};
