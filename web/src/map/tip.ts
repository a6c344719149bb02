// A short text beside what is under the pointer. The list tells the same, so
// it is hidden from screen readers.

const EDGE = 8; // pixels to the map's edge

export class Tip {
  private readonly element = document.createElement('div');
  private at = { x: 0, y: 0 };

  constructor(private readonly parent: HTMLElement) {
    this.element.className = 'map-tip';
    this.element.setAttribute('aria-hidden', 'true');
    this.element.dir = 'auto';
    this.element.hidden = true;
    parent.append(this.element);
  }

  get isShown(): boolean {
    return !this.element.hidden;
  }

  /** Changes the text of a tip that is shown. */
  setText(text: string): void {
    if (!this.element.hidden) this.show(text, this.at.x, this.at.y);
  }

  /** Shows the text above a pixel of the map, or below it near the upper edge. */
  show(text: string, x: number, y: number): void {
    const { element, parent } = this;
    this.at = { x, y };
    if (element.textContent !== text) element.textContent = text;
    element.hidden = false;
    const { offsetWidth: width, offsetHeight: height } = element;
    const left = Math.max(EDGE, Math.min(parent.clientWidth - width - EDGE, x - width / 2));
    const top = y - height - 16 > EDGE ? y - height - 16 : y + 16;
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
