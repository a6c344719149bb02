// What must be true of the page in every look of it.

import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures';

/** Finds no fault by axe's rules. */
export async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const said = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((n) => n.target.join(' ')).join(', ')}`,
  );
  expect(said).toEqual([]);
}

/** Controls that are visible but stick out of the window. */
export function cut(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const visible = [
      ...document.querySelectorAll<HTMLElement>('button, select, input, summary, [role=slider]'),
    ].filter(
      (e) =>
        e.checkVisibility({ visibilityProperty: true }) &&
        !e.closest('.tab-panel, .chips, .detail-body, .dialog-body, .skip') &&
        // On a small phone it stands below the filters, where one scrolls to it.
        !(innerWidth < 400 && e.closest('.contribute')),
    );
    return visible.flatMap((e) => {
      const box = e.getBoundingClientRect();
      const out =
        box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > innerHeight + 1;
      return out && box.width > 0 ? [`${e.className || e.tagName} ${JSON.stringify(box)}`] : [];
    });
  });
}
