import { DOMParser } from 'linkedom';
import { escaped, type Html, trusted } from './html.js';

/** The little of a parsed document that is looked at. linkedom's own types need a browser's. */
interface ParsedNode {
  readonly nodeType: number;
  readonly localName?: string;
  readonly textContent: string | null;
  readonly childNodes: Iterable<ParsedNode>;
  readonly attributes?: Iterable<{ readonly name: string; readonly value: string }>;
  querySelector(selector: string): ParsedNode | null;
}

const elementNode = 1;
const textNode = 3;

const elements = new Set(
  'svg g path circle ellipse rect line polyline polygon text tspan title desc defs linearGradient radialGradient stop clipPath'.split(
    ' ',
  ),
);

const attributes = new Set(
  (
    'viewBox width height preserveAspectRatio d x y x1 y1 x2 y2 cx cy r rx ry dx dy points transform fill fill-opacity fill-rule ' +
    'stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray stroke-dashoffset opacity ' +
    'font-family font-size font-weight font-style text-anchor dominant-baseline offset stop-color stop-opacity gradientUnits ' +
    'gradientTransform clip-path clip-rule clipPathUnits'
  ).split(' '),
);

/** Attributes whose names are also style properties; others could move a drawing over the page. */
const styles = /^(fill|stroke|stop|font|clip-rule|opacity|text-anchor|dominant-baseline)/;

/** Values that could load something or run. A reference to a part of the same drawing is all that is allowed. */
const harmful = /[\\@<>{}]|\/\*|expression|javascript:|(?:url|image|image-set)\s*\(\s*(?!["']?#)/i;

/**
 * A drawing with only shapes, text and paint left in it: no script, style sheet, link, image or event handler. Names in it get
 * `prefix`, so that two drawings on a page never mean each other's.
 *
 * @returns An `svg` element with role, label and title; undefined where the text holds no drawing.
 */
export function sanitisedDrawing(svg: string, alt: string, prefix: string): Html | undefined {
  // The parser's type is that of a browser, which this room has none of.
  const document = new DOMParser().parseFromString(svg, 'image/svg+xml') as unknown as ParsedNode;
  const root = document.querySelector('svg');
  if (root === null) return undefined;
  const label = escaped(alt);
  const kept = attributesOf(root, prefix);
  const children = childrenOf(root, prefix);
  return trusted(
    `<svg role="img" aria-label="${label}"${kept}${sizeOf(root)}><title>${label}</title>${children}</svg>`,
  );
}

function childrenOf(node: ParsedNode, prefix: string): string {
  let markup = '';
  for (const child of node.childNodes) {
    if (child.nodeType === textNode) markup += escaped(child.textContent ?? '').replace(/\s+/g, ' ');
    else if (child.nodeType === elementNode) markup += elementOf(child, prefix);
  }
  return markup;
}

function elementOf(element: ParsedNode, prefix: string): string {
  const name = element.localName ?? '';
  // Titles inside would repeat what the label says, in the drawing program's words.
  if (!elements.has(name) || name === 'title' || name === 'desc') return '';
  const children = childrenOf(element, prefix);
  const start = `<${name}${attributesOf(element, prefix)}`;
  return children === '' ? `${start}/>` : `${start}>${children}</${name}>`;
}

function attributesOf(element: ParsedNode, prefix: string): string {
  let markup = '';
  for (const { name, value } of element.attributes ?? []) {
    if (name === 'id') markup += ` id="${prefix}${escaped(value)}"`;
    else if (name === 'style') markup += styleOf(value, prefix);
    else if (attributes.has(name) && !harmful.test(value)) markup += ` ${name}="${escaped(localised(value, prefix))}"`;
  }
  return markup;
}

/** Style declarations as attributes, so that a page needs to allow a drawing no style of its own. */
function styleOf(style: string, prefix: string): string {
  let markup = '';
  for (const declaration of style.split(';')) {
    const colon = declaration.indexOf(':');
    const property = declaration.slice(0, colon).trim();
    const value = declaration.slice(colon + 1).trim();
    if (colon < 0 || !styles.test(property) || !attributes.has(property) || harmful.test(value)) continue;
    markup += ` ${property}="${escaped(localised(value, prefix))}"`;
  }
  return markup;
}

function localised(value: string, prefix: string): string {
  return value.replace(/url\(\s*["']?#([^"')]*)["']?\s*\)/g, (_, name: string) => `url(#${prefix}${name})`);
}

/** A drawing without a view box gets one, so that it can be scaled. */
function sizeOf(root: ParsedNode): string {
  const given = new Map([...(root.attributes ?? [])].map(({ name, value }) => [name, value]));
  if (given.has('viewBox')) return '';
  const [width, height] = ['width', 'height'].map((name) => Number.parseFloat(given.get(name) ?? ''));
  return width! > 0 && height! > 0 ? ` viewBox="0 0 ${width} ${height}"` : '';
}
