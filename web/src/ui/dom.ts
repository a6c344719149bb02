// Building elements. Texts become text nodes: nothing from outside is ever
// read as markup.

import { balanced } from '../i18n/bidi';

type Child = Node | string | null | undefined | false;
type Props<K extends keyof HTMLElementTagNameMap> = {
  [name: string]: string | number | boolean | null | undefined | ((event: never) => void);
} & { class?: string; onclick?: (this: HTMLElementTagNameMap[K], event: MouseEvent) => void };

/** An element with attributes, `on…` listeners, and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props<K> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value as EventListener);
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  element.append(...children.filter(isChild).map(contained));
  return element;
}

/** Replaces the children of an element. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren(...children.filter(isChild).map(contained));
}

/** Makes elements the children of another one; those that are in their places stay as they are. */
export function arrange(parent: Element, children: readonly Element[]): void {
  const kept = new Set(children);
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
  children.forEach((child, i) => {
    const there = parent.children[i] ?? null;
    if (there !== child) parent.insertBefore(child, there);
  });
}

/** Sets an element's text, touching the page only when it differs. */
export function setText(element: Element, text: string): void {
  const shown = balanced(text);
  if (element.textContent === shown) return;
  const { firstChild } = element;
  // A text that changes is less work for the browser than another one in its place.
  if (firstChild instanceof Text && element.childNodes.length === 1) firstChild.data = shown;
  else element.textContent = shown;
}

/** Hides an element or shows it, touching the page only when it is not so yet. */
export function setHidden(element: HTMLElement, isHidden: boolean): void {
  if (element.hidden !== isHidden) element.hidden = isHidden;
}

/** Sets an attribute, touching the page only when it differs. */
export function setAttribute(element: Element, name: string, value: string): void {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

/**
 * Runs `render`, which may replace elements, and gives the focus back to the
 * element with the same `data-key`.
 */
export function keepFocus(root: HTMLElement, render: () => void): void {
  const focused = document.activeElement;
  const key = focused && root.contains(focused) ? focused.getAttribute('data-key') : null;
  render();
  if (key === null || root.contains(focused)) return;
  root.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
}

/** An element of SVG. */
export function svg(tag: string, attributes: Record<string, string | number>, ...children: Node[]) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

let nextId = 0;
/** An id that no other element has. */
export function uniqueId(prefix: string): string {
  return `${prefix}-${++nextId}`;
}

/** A text of data beside words of the page, which it cannot turn around. */
export function bdi(text: string): HTMLElement {
  return h('bdi', {}, text);
}

// A text does not reach out of the element that it stands in.
function contained(child: Node | string): Node | string {
  return typeof child === 'string' ? balanced(child) : child;
}

function isChild(child: Child): child is Node | string {
  return child !== null && child !== undefined && child !== false;
}
